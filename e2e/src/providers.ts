import type { MockServerOptions, Override } from '@fast-agent-auth/mock-server'
import type { AuthOptions } from 'fast-agent-auth'

type Members = Readonly<Record<string, unknown>>

/** A real provider as it was seen from outside in autumn 2026: what it publishes, takes and refuses. */
export interface Provider {
  readonly name: string
  readonly server: MockServerOptions
  /** Members of its resource metadata, added or replaced; `undefined` leaves a member out. */
  readonly resourceMetadata?: Members
  /** The same of its authorization server's metadata. */
  readonly serverMetadata?: Members
  /** Other differences. */
  readonly override?: Override
  /** The options that a user has to set there. */
  readonly auth?: AuthOptions
  /** The parameters of the authorization request that matter there; `undefined` for one that must not be sent. */
  readonly asked: Readonly<Record<string, string | undefined>>
  /** The client's way to authenticate. */
  readonly authenticates: 'none' | 'client_secret_basic' | 'client_secret_post'
  /** The rules of its profile that are followed in a sign-in and a refresh. */
  readonly quirks: readonly string[]
}

const secret = 'hush'

/** An application that somebody registered by hand. */
function registered(
  redirectUri: string,
  tokenEndpointAuthMethod: Provider['authenticates'],
): Pick<MockServerOptions, 'registration' | 'clients'> {
  const clientSecret = tokenEndpointAuthMethod === 'none' ? undefined : secret
  const client = { clientId: 'app', clientSecret, redirectUris: [redirectUri], tokenEndpointAuthMethod }
  return { registration: 'none', clients: [client] }
}

const here = 'http://127.0.0.1:3030/callback'

export const providers: readonly Provider[] = [
  {
    name: 'GitHub',
    server: {
      ...registered(here, 'client_secret_post'),
      serverUrl: 'https://api.githubcopilot.com/mcp/',
      issuer: 'https://github.com/login/oauth',
      endpoints: { token: 'https://github.com/login/oauth/access_token' },
      resourceParameter: 'refused',
      scopesSupported: ['gist', 'notifications', 'read:org', 'read:user', 'repo', 'user:email', 'workflow'],
      authorizationServerScopes: ['offline_access'],
    },
    serverMetadata: { revocation_endpoint: undefined, token_endpoint_auth_methods_supported: undefined },
    override: {
      // It answers in form encoding where nobody asks for JSON, and reports errors with status 200.
      async token(request, answer) {
        const body = (await (await answer()).json()) as Record<string, string>
        const json = request.headers.get('accept')?.includes('application/json')
        return json ? Response.json(body) : new Response(new URLSearchParams(body))
      },
    },
    auth: { client: { id: 'app', secret }, issuer: 'https://github.com/login/oauth' },
    asked: {
      resource: undefined,
      scope: 'gist notifications read:org read:user repo user:email workflow offline_access',
      prompt: 'consent',
    },
    authenticates: 'client_secret_post',
    quirks: ['resourceParameter', 'tokenEndpointAuthMethods'],
  },
  {
    name: 'Linear',
    server: {
      serverUrl: 'https://mcp.linear.app/mcp',
      issuer: 'https://mcp.linear.app',
      endpoints: { token: 'https://mcp.linear.app/token', revoke: 'https://mcp.linear.app/token' },
      clientIdMetadataDocumentSupported: true,
      scopesSupported: ['read', 'write'],
      accessTokenLifetime: 86_400,
    },
    serverMetadata: { resource: 'https://mcp.linear.app', resource_metadata: 'https://mcp.linear.app' },
    asked: { resource: 'https://mcp.linear.app/mcp', scope: 'read write' },
    authenticates: 'none',
    quirks: [],
  },
  {
    name: 'Notion',
    server: {
      serverUrl: 'https://mcp.notion.com/mcp',
      resource: 'https://mcp.notion.com',
      resourceMetadata: 'root',
      issuer: 'https://mcp.notion.com',
      endpoints: { token: 'https://mcp.notion.com/token', revoke: 'https://mcp.notion.com/token' },
      scopesSupported: ['default'],
      iss: false,
    },
    serverMetadata: { code_challenge_methods_supported: ['plain', 'S256'] },
    asked: { resource: 'https://mcp.notion.com', scope: 'default', code_challenge_method: 'S256' },
    authenticates: 'none',
    quirks: [],
  },
  {
    name: 'Atlassian',
    server: {
      serverUrl: 'https://mcp.atlassian.com/v2/mcp',
      resourceMetadata: 'path',
      issuer: 'https://auth.atlassian.com/6f3a8c1e2b',
      authorizationServerMetadata: 'oidc',
      endpoints: { register: 'https://auth.atlassian.com/6f3a8c1e2b/clients/register' },
      scopesSupported: Array.from({ length: 38 }, (_, i) => `read:jira-${i}`),
      iss: false,
    },
    serverMetadata: {
      pushed_authorization_request_endpoint: 'https://auth.atlassian.com/6f3a8c1e2b/par',
      token_endpoint_auth_methods_supported: ['none', 'client_secret_post', 'client_secret_basic', 'private_key_jwt'],
    },
    asked: { resource: 'https://mcp.atlassian.com/v2/mcp', redirect_uri: here },
    authenticates: 'none',
    quirks: [],
  },
  {
    name: 'Stripe',
    server: {
      serverUrl: 'https://mcp.stripe.com',
      issuer: 'https://access.stripe.com/mcp',
      scopesSupported: ['mcp'],
      iss: false,
    },
    serverMetadata: { token_endpoint_auth_methods_supported: ['none'] },
    asked: { resource: 'https://mcp.stripe.com', scope: 'mcp' },
    authenticates: 'none',
    quirks: [],
  },
  {
    name: 'Slack',
    server: {
      ...registered('http://localhost:3030/callback', 'client_secret_post'),
      serverUrl: 'https://mcp.slack.com/mcp',
      resource: 'https://mcp.slack.com',
      resourceMetadata: 'root',
      issuer: 'https://mcp.slack.com',
      endpoints: {
        authorize: 'https://slack.com/oauth/v2_user/authorize',
        token: 'https://slack.com/api/oauth.v2.user.access',
      },
      scopesSupported: ['search:read.public', 'chat:write', 'channels:history', 'canvases:read'],
      iss: false,
    },
    resourceMetadata: { bearer_methods_supported: ['header', 'form'] },
    serverMetadata: {
      revocation_endpoint: undefined,
      token_endpoint_auth_methods_supported: ['client_secret_post'],
    },
    auth: { client: { id: 'app', secret }, issuer: 'https://mcp.slack.com' },
    asked: {
      redirect_uri: 'http://localhost:3030/callback',
      scope: 'search:read.public chat:write channels:history canvases:read',
    },
    authenticates: 'client_secret_post',
    quirks: ['redirectHost'],
  },
  {
    name: 'Google',
    server: {
      ...registered(here, 'client_secret_basic'),
      serverUrl: 'https://calendarmcp.googleapis.com/mcp/v1',
      issuer: 'https://accounts.google.com',
      authorizationServerMetadata: 'oidc',
      endpoints: {
        authorize: 'https://accounts.google.com/o/oauth2/v2/auth',
        token: 'https://oauth2.googleapis.com/token',
        revoke: 'https://oauth2.googleapis.com/revoke',
      },
      scopesSupported: ['https://www.googleapis.com/auth/calendar.readonly', 'offline_access'],
      authorizationServerScopes: ['openid', 'email', 'profile'],
      rotation: false,
    },
    resourceMetadata: { authorization_servers: ['https://accounts.google.com/'] },
    serverMetadata: {
      authorization_response_iss_parameter_supported: undefined,
      code_challenge_methods_supported: ['plain', 'S256'],
      token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
    },
    override: {
      async authorize(request, answer) {
        const { searchParams } = new URL(request.url)
        const known = searchParams.get('scope') === 'https://www.googleapis.com/auth/calendar.readonly'
        return known ? answer() : new Response('invalid_scope', { status: 400 })
      },
    },
    auth: { client: { id: 'app', secret }, issuer: 'https://accounts.google.com' },
    asked: {
      access_type: 'offline',
      prompt: 'consent',
      scope: 'https://www.googleapis.com/auth/calendar.readonly',
      resource: 'https://calendarmcp.googleapis.com/mcp/v1',
    },
    authenticates: 'client_secret_basic',
    quirks: ['authorizationParams', 'offlineAccess'],
  },
  {
    name: 'Microsoft Entra',
    server: {
      ...registered(here, 'none'),
      serverUrl: 'https://mcp.contoso.com/mcp',
      issuer: 'https://login.microsoftonline.com/common/v2.0',
      authorizationServerMetadata: 'oidc',
      endpoints: {
        authorize: 'https://login.microsoftonline.com/common/oauth2/v2.0/authorize',
        token: 'https://login.microsoftonline.com/common/oauth2/v2.0/token',
      },
      resourceParameter: 'refused',
      scopesSupported: ['api://2f1c/mcp.read'],
      authorizationServerScopes: ['openid', 'profile', 'email', 'offline_access'],
      iss: false,
    },
    serverMetadata: {
      issuer: 'https://login.microsoftonline.com/{tenantid}/v2.0',
      code_challenge_methods_supported: undefined,
      revocation_endpoint: undefined,
      token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt', 'client_secret_basic'],
    },
    override: {
      async token(request, answer) {
        const form = new URLSearchParams(await request.text())
        const silent = form.get('grant_type') === 'refresh_token' && !form.has('scope')
        const refusal = { error: 'invalid_request', error_description: 'AADSTS90009: scope is missing' }
        return silent ? Response.json(refusal, { status: 400 }) : answer()
      },
    },
    auth: { client: { id: 'app' } },
    asked: { resource: undefined, scope: 'api://2f1c/mcp.read offline_access', prompt: 'consent' },
    authenticates: 'none',
    quirks: ['pkce', 'refreshScope', 'resourceParameter', 'tenantPlaceholder'],
  },
  {
    name: 'Salesforce',
    server: {
      ...registered('http://localhost:3030/callback', 'client_secret_post'),
      serverUrl: 'https://api.salesforce.com/platform/mcp/v1/platform/sobject-all',
      resourceMetadata: 'path',
      issuer: 'https://login.salesforce.com',
      endpoints: { authorize: 'https://login.salesforce.com/services/oauth2/authorize?audience_hint=mcp' },
      scopesSupported: ['mcp_api', 'refresh_token'],
      iss: false,
    },
    serverMetadata: { token_endpoint_auth_methods_supported: ['client_secret_post'] },
    auth: { client: { id: 'app', secret }, issuer: 'https://login.salesforce.com' },
    asked: {
      audience_hint: 'mcp',
      redirect_uri: 'http://localhost:3030/callback',
      scope: 'mcp_api refresh_token',
      resource: 'https://api.salesforce.com/platform/mcp/v1/platform/sobject-all',
    },
    authenticates: 'client_secret_post',
    quirks: ['redirectHost'],
  },
  {
    name: 'Hugging Face',
    server: {
      serverUrl: 'https://huggingface.co/mcp?login',
      resource: 'https://huggingface.co/mcp',
      issuer: 'https://huggingface.co',
      clientIdMetadataDocumentSupported: true,
      scopesSupported: ['openid', 'profile', 'read-mcp'],
      iss: false,
    },
    serverMetadata: { revocation_endpoint: undefined },
    override: {
      // A request without a token is served as nobody in particular.
      mcp: (request) => (request.headers.has('authorization') ? undefined : Response.json({ jsonrpc: '2.0', id: 0 })),
    },
    asked: { resource: 'https://huggingface.co/mcp', scope: 'openid profile read-mcp' },
    authenticates: 'none',
    quirks: [],
  },
]
