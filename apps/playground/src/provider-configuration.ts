import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { type Adapter, type Client, type Context, errors } from 'oidc-provider'
import type { MemoryStore } from './memory-store.ts'
import { errorPage, pageHeaders } from './pages.ts'
import { resourceScopes } from './scopes.ts'

export interface ProviderOptions {
  /** Resource identifiers (RFC 8707) that access tokens can be issued for. */
  readonly resources: readonly string[]
  /** The lifetime of access tokens, in seconds. */
  readonly accessTokenLifetime: number
  /** The lifetime of refresh tokens, in seconds. */
  readonly refreshTokenLifetime: number
}

const day = 24 * 60 * 60

/**
 * The configuration of oidc-provider. It sets every option with a development default, since oidc-provider prints a notice
 * for each of those.
 */
export function createProviderConfiguration(store: MemoryStore, options: ProviderOptions): object {
  return {
    adapter: (model: string) => (model === 'Client' ? withoutScope(store.adapter(model)) : store.adapter(model)),
    clientBasedCORS: () => false,
    clientDefaults: { id_token_signed_response_alg: 'ES256' },
    cookies: { keys: [randomBytes(32).toString('base64url')] },
    enabledJWA: { idTokenSigningAlgValues: ['ES256'] },
    expiresWithSession: () => false,
    features: createFeatures(options.resources),
    findAccount: (_context: Context, user: string) => ({ accountId: user, claims: async () => ({ sub: user }) }),
    interactions: { url: (_context: Context, { uid }: { uid: string }) => `/interaction/${uid}` },
    // Issued also without `offline_access`, since MCP clients often do not ask for it.
    issueRefreshToken: (_context: Context, client: Client) => client.grantTypeAllowed('refresh_token'),
    jwks: { keys: [createSigningKey()] },
    pkce: { required: () => true },
    renderError,
    responseTypes: ['code'],
    rotateRefreshToken: true,
    scopes: ['openid', 'offline_access', ...resourceScopes],
    ttl: {
      AccessToken: options.accessTokenLifetime,
      AuthorizationCode: 60,
      Grant: 3650 * day,
      IdToken: 60 * 60,
      Interaction: 60 * 60,
      RefreshToken: options.refreshTokenLifetime,
      Session: day,
    },
  }
}

/** The optional features, on or off. */
function createFeatures(resources: readonly string[]): object {
  return {
    registration: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: requireResource,
      getResourceServerInfo: (_context: Context, resource: string) => {
        if (!resources.includes(resource)) throw new errors.InvalidTarget(`there is no resource ${resource} here`)
        return { scope: resourceScopes.join(' '), audience: resource, accessTokenFormat: 'opaque' }
      },
    },
    revocation: {
      enabled: true,
      allowedPolicy: (_context: Context, client: Client, token: { clientId: string }) =>
        client.clientId === token.clientId,
    },
    clientIdMetadataDocument: { enabled: false },
    devInteractions: { enabled: false },
    dPoP: { enabled: false },
    pushedAuthorizationRequests: { enabled: false },
    rpInitiatedLogout: { enabled: false },
    userinfo: { enabled: false },
  }
}

function requireResource(_context: Context, _client: Client, oneOf?: readonly string[]): readonly string[] {
  if (!oneOf) throw new errors.InvalidTarget('the resource parameter is missing')
  return oneOf
}

/**
 * Registers clients without their scope. MCP SDKs register with the scope of the first challenge, which would then be the
 * limit (RFC 7591 §2) when a tool needs more.
 */
function withoutScope(adapter: Adapter): Adapter {
  return {
    ...adapter,
    upsert: (id, { scope: _, ...client }, expiresIn) => adapter.upsert(id, client, expiresIn),
  }
}

function createSigningKey(): object {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return { ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'ES256' }
}

function renderError(context: Context, answer: { error: string; error_description?: string }): void {
  for (const [name, value] of Object.entries(pageHeaders)) context.set(name, value)
  context.type = 'html'
  context.body = errorPage(answer.error_description ?? answer.error, answer.error)
}
