import { type HttpHandler, http, passthrough } from 'msw'
import { respondAuthorize } from './authorization-endpoint.ts'
import { createClients } from './clients.ts'
import type { Context } from './context.ts'
import { createTokenList, type IssuedToken } from './issued-tokens.ts'
import { respondMcp } from './mcp-endpoint.ts'
import { respondAuthorizationServerMetadata, respondResourceMetadata } from './metadata-endpoints.ts'
import { openBrowser } from './open-browser.ts'
import { type MockClient, type MockServerOptions, settingsOf } from './options.ts'
import { createRecorder, type Endpoint, type Override, type RecordedRequest, type Recorder } from './recorder.ts'
import { respondRegister } from './registration-endpoint.ts'
import { respondRevoke } from './revocation-endpoint.ts'
import { respondToken } from './token-endpoint.ts'
import { urlsOf } from './urls.ts'

/** An authorization server and the MCP server that it protects. */
export interface MockServer {
  readonly serverUrl: string
  readonly resource: string
  readonly issuer: string
  /** Handlers for `setupServer(...handlers)`. Requests to other loopback addresses go to the network, where callback servers are. */
  readonly handlers: readonly HttpHandler[]
  /** Every request, in the order of arrival. */
  readonly requests: readonly RecordedRequest[]
  /** Functions that respond in the place of endpoints; assign `undefined` to end that. */
  readonly override: Override
  /** All issued access tokens, in their present state. */
  readonly accessTokens: readonly IssuedToken[]
  readonly refreshTokens: readonly IssuedToken[]
  readonly clients: readonly MockClient[]
  requestsTo(endpoint: RecordedRequest['endpoint']): readonly RecordedRequest[]
  /** Forgets the requests. Issued tokens stay valid. */
  clear(): void
  /** Refuses all access tokens issued so far, whatever the clock says. */
  expireAccessTokens(): void
  /** Refuses all refresh tokens issued so far. */
  revokeRefreshTokens(): void
  /**
   * Plays the person, up to the callback: `createAuth(mock.serverUrl, { store: memoryTokenStore(), openBrowser: mock.openBrowser })`.
   */
  openBrowser(url: URL): Promise<void>
}

/**
 * Creates a mock authorization server (OAuth 2.1 with PKCE) and the MCP server that it protects, as msw handlers.
 *
 * @example
 * ```ts
 * const mock = createMockServer({ challengeScope: 'mcp:read' })
 * const server = setupServer(...mock.handlers)
 * server.listen()
 * const refusal = await fetch(mock.serverUrl, { method: 'POST' })
 * console.log(refusal.status, mock.requests.length) // 401 1
 * ```
 */
export function createMockServer(options: MockServerOptions = {}): MockServer {
  const settings = settingsOf(options)
  const clients = createClients(settings)
  const tokens = createTokenList(settings)
  const context: Context = { settings, urls: urlsOf(settings), clients, codes: new Map(), tokens }
  const recorder = createRecorder(settings.override, settings.delay)
  return {
    serverUrl: settings.serverUrl,
    resource: settings.resource,
    issuer: settings.issuer,
    handlers: handlersOf(context, recorder),
    requests: recorder.requests,
    override: settings.override,
    get accessTokens() {
      return [...tokens.access.values()]
    },
    get refreshTokens() {
      return [...tokens.refresh.values()]
    },
    get clients() {
      return [...clients.all.values()]
    },
    requestsTo: (endpoint) => recorder.requests.filter((request) => request.endpoint === endpoint),
    clear: () => recorder.clear(),
    expireAccessTokens: () => tokens.revokeAllAccess(),
    revokeRefreshTokens: () => tokens.revokeAllRefresh(),
    openBrowser,
  }
}

type Respond = (request: Request, context: Context) => Response | Promise<Response>

function handlersOf(context: Context, recorder: Recorder): readonly HttpHandler[] {
  const { settings, urls } = context
  const named = [settings.serverUrl, settings.issuer, ...Object.values(settings.endpoints)]
  const origins = [...new Set(named.map((url) => new URL(url).origin))].map(literally)
  const origin = `(?:${origins.join('|')})`
  const handle = (
    endpoint: Endpoint | 'other',
    pattern: string,
    respond: Respond,
    takes: (request: Request) => Promise<boolean> = async () => true,
  ) =>
    http.all(new RegExp(`^${pattern}$`), async ({ request }) =>
      (await takes(request)) ? recorder.respond(endpoint, request, (copy) => respond(copy, context)) : undefined,
    )
  const exactly = (url: string) => literally(url.replace(/\?.*/, ''))
  return [
    handle('mcp', exactly(urls.mcp), respondMcp),
    handle('authorize', exactly(urls.authorize), respondAuthorize),
    handle('revoke', exactly(urls.revoke), respondRevoke, async (request) => {
      // Some servers have one URL for both endpoints, and tell them apart by the parameters.
      return urls.revoke !== urls.token || !/\bgrant_type=/.test(await request.clone().text())
    }),
    handle('token', exactly(urls.token), respondToken),
    handle('register', exactly(urls.register), respondRegister),
    // All URLs where metadata could be, so that a client's vain attempts are recorded too.
    handle('resourceMetadata', `${origin}/\\.well-known/oauth-protected-resource(?:/.*)?`, respondResourceMetadata),
    handle(
      'authorizationServerMetadata',
      `${origin}(?:/.*)?/\\.well-known/(?:oauth-authorization-server|openid-configuration)(?:/.*)?`,
      respondAuthorizationServerMetadata,
    ),
    handle('other', `${origin}(?:/.*)?`, () => new Response(null, { status: 404 })),
    http.all(/^http:\/\/(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?\//, () => passthrough()),
  ]
}

/** A pattern of this very text. */
function literally(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
}
