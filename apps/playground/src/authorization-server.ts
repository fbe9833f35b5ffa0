import { Provider } from 'oidc-provider'
import { createInteractions } from './interactions.ts'
import { createMemoryStore } from './memory-store.ts'
import type { Handler } from './node-http.ts'
import { createProviderConfiguration, type ProviderOptions } from './provider-configuration.ts'
import type { RequestLog } from './request-log.ts'

/** The rights of an access token, and its user. */
export interface Access {
  readonly user: string
  readonly clientId: string
  readonly resource: string
  readonly scopes: readonly string[]
  /** The end of the token's lifetime, in seconds since 1970. */
  readonly expiresAt: number
}

export interface AuthorizationServer {
  readonly handler: Handler
  /** The rights of a token now; `undefined` if it is unknown, expired or revoked. */
  findAccess(accessToken: string): Promise<Access | undefined>
  revokeAccessTokens(): void
}

export interface AuthorizationServerOptions extends ProviderOptions {
  readonly issuer: string
  readonly requestLog: RequestLog
  readonly log: (line: string) => void
}

export function createAuthorizationServer(options: AuthorizationServerOptions): AuthorizationServer {
  const { issuer, requestLog, log } = options
  const store = createMemoryStore()
  const provider = new Provider(issuer, createProviderConfiguration(store, options))
  const failed = (where: string) => (error: unknown) => log(`as  failed ${where}: ${String(error)}`)
  provider.on('error', failed('in a response'))
  provider.on('server_error', (_context, error) => failed('in a request')(error))
  provider.use(async (context, next) => {
    await next()
    const grantType = context.oidc?.params?.grant_type
    if (grantType) requestLog.setGrantType(context.req, grantType)
  })
  const interactions = createInteractions(provider)
  const everythingElse = provider.callback()
  return {
    handler: (request, response) => {
      const handle = request.url?.startsWith('/interaction/') ? interactions : everythingElse
      return handle(request, response)
    },
    findAccess: (accessToken) => findAccess(provider, accessToken),
    revokeAccessTokens: () => store.forget('AccessToken'),
  }
}

async function findAccess(provider: Provider, accessToken: string): Promise<Access | undefined> {
  const token = await provider.AccessToken.find(accessToken)
  if (!token?.aud) return undefined
  const { accountId, aud, clientId, exp, scope = '' } = token
  return { user: accountId, clientId, resource: aud, scopes: scope.split(' ').filter(Boolean), expiresAt: exp }
}
