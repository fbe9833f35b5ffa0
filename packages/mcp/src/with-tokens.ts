import { tell } from '@fast-agent-auth/discovery'
import { createWayOut } from '@fast-agent-auth/discovery/untrusted'
import {
  type AccessToken,
  AuthorizationError,
  type Secrets,
  secretsInHeaders,
  type TokenSource,
} from '@fast-agent-auth/flow'
import { createAnsweredPosts } from './answered-posts.ts'
import { letThroughSdk } from './let-through-sdk.ts'
import { readRefusal, stillRefused } from './refusal.ts'
import { readRequest, type SentRequest, urlOf } from './sent-request.ts'
import { redirectError } from './within-origin.ts'
import { isYoung, settlingTime, sleep } from './young-tokens.ts'

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
  /** Waits, for so many ms or until the signal aborts. Default: a timer. */
  readonly pause?: ((duration: number, signal?: AbortSignal) => Promise<void>) | undefined
}

/** The stream of an SSE connection could not be opened; an error thrown there would lose its type and reconnect. */
export interface McpEvent {
  readonly type: 'stream_unauthorized'
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
  const { serverUrl, interactive = false, onEvent, secrets, now = Date.now, pause = sleep } = options
  const way = createWayOut()
  const fetch = way.exit(options.fetch)
  const pass = way.pass(options.fetch)
  // The error of whoever parses it would quote it, and it may hold a key.
  if (!URL.canParse(serverUrl)) throw new TypeError('The option serverUrl is not a URL.')
  const server = new URL(serverUrl)
  const answered = createAnsweredPosts()

  /** What the caller gets where there are no tokens to be had. */
  function respondWithoutTokens(error: unknown, request: SentRequest, refusal: Response): Response {
    if (request.kind === 'call' || request.kind === 'background_stream') refusal.body?.cancel().catch(() => undefined)
    if (request.signal?.aborted) throw error
    // Both official SDKs reconnect for ever after an error here; 405 says that the server offers no stream.
    if (request.kind === 'background_stream') return new Response(null, { status: 405 })
    if (request.kind === 'closing') return refusal
    if (request.kind === 'opening_stream') {
      tell(onEvent, { type: 'stream_unauthorized', serverUrl, error })
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
      // Tokens that have expired go the way of those that are refused, where a person may be asked.
      if (!mayAsk || mayPass(error)) return respondWithoutTokens(error, request, new Response(null, { status: 401 }))
    }
    let [renewed, asked, waited] = [false, false, false]
    for (let resends = 0; ; ) {
      const answer = await request.send(fetch, tokens)
      const { response } = answer
      const refusal = readRefusal(answer, { origin: server.origin, tokens, now: now() })
      const elsewhere = request.callerRedirects ? undefined : redirectError(response, serverUrl)
      if (elsewhere && !(refusal && request.replayable)) return respondWithoutTokens(elsewhere, request, response)
      if (request.isPost && response.ok && !refusal) answered.add(url.href)
      if (!refusal || !request.replayable) return response
      const { challenge, stepUp } = refusal
      secrets?.learn(...secretsInHeaders(request.headers))
      try {
        if (!stepUp && !refusal.isOfScope && !waited && tokens && isYoung(tokens, now())) {
          waited = true
          await pause(settlingTime, signal)
          response.body?.cancel().catch(() => undefined)
          continue
        }
        if (resends++ === resendLimit) throw stillRefused(serverUrl, refusal)
        const next: AccessToken | undefined = await source
          .renew({
            rejected: tokens,
            challenge,
            renewed,
            asked,
            interactive: mayAsk,
            background,
            unasked: byItself,
            signal,
          })
          .catch((error: unknown) => {
            throw asked && !stepUp && isLoginRequired(error) ? stillRefused(serverUrl, refusal) : error
          })
        if (!next) throw noToken()
        // The time with young tokens was one of them: the next request has these.
        if (waited && resends === resendLimit) throw stillRefused(serverUrl, refusal)
        // Older ones are another process's, and say nothing of what was tried for this request.
        renewed ||= !stepUp && isSince(next.obtainedAt ?? began)
        asked ||= next.signedInAt !== undefined && isSince(next.signedInAt)
        tokens = next
        response.body?.cancel().catch(() => undefined)
      } catch (error) {
        return respondWithoutTokens(error, request, response)
      }
    }
  })
}

/** Whether time alone may help. What is no error of ours is the store's, or the caller's own. */
function mayPass(error: unknown): boolean {
  return !(error instanceof AuthorizationError) || error.code === 'unreachable' || error.code === 'rate_limited'
}

function isLoginRequired(error: unknown): boolean {
  return error instanceof AuthorizationError && error.code === 'login_required'
}

/** Plain JavaScript may have a source that gives nothing. */
function noToken(): AuthorizationError {
  return new AuthorizationError('invalid_option', 'The token source gave nothing for a token that was refused.')
}
