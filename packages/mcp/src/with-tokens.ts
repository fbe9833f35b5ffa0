import { selectBearerChallenge, tell } from '@fast-agent-auth/discovery'
import { createWayOut, shown, shownUrl } from '@fast-agent-auth/discovery/untrusted'
import {
  type AccessToken,
  AuthorizationError,
  namedSecrets,
  type Secrets,
  type TokenSource,
} from '@fast-agent-auth/flow'
import { createAnsweredPosts } from './answered-posts.ts'
import { letThroughSdk } from './let-through-sdk.ts'
import { readRequest, type SentRequest, urlOf } from './sent-request.ts'
import { redirectError } from './within-origin.ts'

export interface WithTokensOptions {
  /** The MCP endpoint. Tokens go to its origin only. */
  readonly serverUrl: string
  /** What sends the requests. Default: the global one of the moment. */
  readonly fetch?: typeof globalThis.fetch | undefined
  /** Whether a request may wait for a person to sign in. Default: false, it throws `login_required` instead. */
  readonly interactive?: boolean | undefined
  readonly onEvent?: ((event: McpEvent) => void) | undefined
  /** Learn the caller's own credentials from a request that is refused, since a server may repeat them. */
  readonly secrets?: Pick<Secrets, 'learn'> | undefined
  readonly now?: (() => number) | undefined
}

/** The stream of an SSE connection could not be opened; an error thrown there would lose its type and reconnect. */
export interface McpEvent {
  readonly type: 'connection_refused'
  readonly serverUrl: string
  readonly error: unknown
}

/** How often a request is sent again, whatever the reasons. */
const resendLimit = 3

/**
 * A `fetch` that sends tokens and answers refusals: a 401 by refreshed tokens or a sign-in, a 403 that names a scope by
 * a sign-in for it. A body that is a stream is sent once. Redirects are followed within the server's origin only. It may
 * stand in place of the global `fetch`, by which it sends: then that of the time when it was made is used.
 *
 * @throws AuthorizationError `login_required` with the challenge where only a person can help, `insecure_url` where the
 * server redirects a request to another origin; other errors of the source
 */
export function withTokens(source: TokenSource, options: WithTokensOptions): typeof globalThis.fetch {
  // Plain JavaScript may leave them out.
  if (typeof source?.renew !== 'function' || !options) {
    throw new TypeError('withTokens takes a token source with the functions token and renew, and { serverUrl }.')
  }
  const { serverUrl, interactive = false, onEvent, secrets, now = Date.now } = options
  const way = createWayOut()
  const fetch = way.exit(options.fetch)
  const pass = way.pass(options.fetch)
  // The error of whoever parses it would quote it, and it may hold a key.
  if (!URL.canParse(serverUrl)) throw new TypeError('The option serverUrl is not a URL.')
  const server = new URL(serverUrl)
  const answered = createAnsweredPosts()

  /** What the caller gets where there are no tokens to be had. */
  function helpless(error: unknown, request: SentRequest, refusal: Response): Response {
    if (request.kind === 'call' || request.kind === 'background_stream') refusal.body?.cancel().catch(() => undefined)
    if (request.signal?.aborted) throw error
    // Both official SDKs reconnect for ever after an error here; 405 says that the server offers no stream.
    if (request.kind === 'background_stream') return new Response(null, { status: 405 })
    if (request.kind === 'closing') return refusal
    if (request.kind === 'opening_stream') {
      tell(onEvent, { type: 'connection_refused', serverUrl, error })
      return refusal
    }
    throw letThroughSdk(error)
  }

  return way.entrance(async (input, init) => {
    const url = input === serverUrl ? server : urlOf(input)
    if (url.origin !== server.origin) return pass(input, init)
    const request = readRequest(input, init, url, answered.has)
    const { signal } = request
    const began = now()
    // A clock that was set back makes nothing new for hours.
    const isSince = (time: number): boolean => began <= time && time <= now()
    const byItself = request.kind === 'background_stream' || request.kind === 'closing'
    const mayAsk = interactive && !byItself
    const background = byItself || url.pathname !== server.pathname
    let tokens: AccessToken | undefined
    try {
      tokens = await source.token({ signal })
    } catch (error) {
      return helpless(error, request, new Response(null, { status: 401 }))
    }
    let renewed = false
    let asked = false
    for (let resends = 0; ; resends++) {
      const response = await request.send(fetch, tokens)
      const elsewhere = request.callerRedirects ? undefined : redirectError(response, serverUrl)
      if (elsewhere) return helpless(elsewhere, request, response)
      const refusal = readRefusal(response, server.origin)
      if (request.isPost && response.ok) answered.add(url.href)
      if (!refusal || !request.replayable) return response
      const { challenge, stepUp } = refusal
      secrets?.learn(...namedSecrets(request.headers))
      try {
        if (resends === resendLimit || (asked && !stepUp)) throw stillRefused(serverUrl, refusal)
        const next: AccessToken | undefined = await source.renew({
          rejected: tokens,
          challenge,
          renewed,
          interactive: mayAsk,
          background,
          unasked: byItself,
          signal,
        })
        if (!next) throw noToken()
        // Older ones are another process's, and say nothing of what was tried for this request.
        renewed ||= !stepUp && isSince(next.obtainedAt ?? began)
        asked ||= next.signedInAt !== undefined && isSince(next.signedInAt)
        tokens = next
        response.body?.cancel().catch(() => undefined)
      } catch (error) {
        return helpless(error, request, response)
      }
    }
  })
}

/** Plain JavaScript may have a source that gives nothing. */
function noToken(): AuthorizationError {
  return new AuthorizationError('invalid_option', 'The token source gave nothing for a token that was refused.')
}

interface ReadRefusal {
  readonly status: number
  readonly challenge: ReturnType<typeof selectBearerChallenge>
  readonly stepUp: boolean
}

/** Why the server refused, or `undefined` where it did not or where somebody else answered. */
function readRefusal(response: Response, origin: string): ReadRefusal | undefined {
  const { status } = response
  if (status !== 401 && status !== 403) return undefined
  // After a redirect, the answer may come from elsewhere.
  if (response.url !== '' && new URL(response.url).origin !== origin) return undefined
  const challenge = selectBearerChallenge(response.headers)
  const stepUp = challenge?.error === 'insufficient_scope'
  return status === 401 || stepUp ? { status, challenge, stepUp } : undefined
}

function stillRefused(serverUrl: string, { status, challenge, stepUp }: ReadRefusal): AuthorizationError {
  if (stepUp) {
    const message = `${shownUrl(serverUrl)} asks for ever more scope, now for ${shown(challenge?.scope)}. Tell its operator.`
    return new AuthorizationError('insufficient_scope', message, { challenge })
  }
  const message = `${shownUrl(serverUrl)} answers ${status} even with tokens that its authorization server has just issued. Tell its operator.`
  return new AuthorizationError('refused', message, { challenge })
}
