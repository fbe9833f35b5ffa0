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
  /** For `setupServer(...handlers)`. Requests to other loopback addresses go to the network, since that is where callbacks are. */
  readonly handlers: readonly HttpHandler[]
  /** Every request, in the order of arrival. */
  readonly requests: readonly RecordedRequest[]
  /** Assign a function to an endpoint to answer in its place, and `undefined` to end that. */
  readonly override: Override
  /** All that were issued, as they are now. */
  readonly accessTokens: readonly IssuedToken[]
  readonly refreshTokens: readonly IssuedToken[]
  readonly clients: readonly MockClient[]
  requestsTo(endpoint: RecordedRequest['endpoint']): readonly RecordedRequest[]
  /** Forgets the requests; what was issued stays valid. */
  clear(): void
  /** Refuses all access tokens issued so far, whatever the clock says. */
  expireAccessTokens(): void
  /** Refuses all refresh tokens issued so far. */
  revokeRefreshTokens(): void
  openBrowser(url: URL): Promise<void>
}

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
      // Some servers do both in one place, and tell the two apart by what is asked.
      return urls.revoke !== urls.token || !/\bgrant_type=/.test(await request.clone().text())
    }),
    handle('token', exactly(urls.token), respondToken),
    handle('register', exactly(urls.register), respondRegister),
    // All places where metadata could be, so that what a client tries in vain is recorded as well.
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
