import { createFetchLoopGuard, tell } from '@fast-agent-auth/discovery/untrusted'
import { type AccessToken, AuthorizationError, type TokenSource } from '@fast-agent-auth/flow'
import { type SentRefusal, secretsInHeaders } from '@fast-agent-auth/flow/internal'
import { createAnsweredPosts } from './answered-posts.ts'
import { letThroughSdk } from './let-through-sdk.ts'
import { readRefusal, stillRefused } from './refusal.ts'
import { readRequest, type SentRequest, urlOf } from './sent-request.ts'
import { isYoungerThan, settlingTime, sleep } from './settling-time.ts'
import type { WithTokensOptions } from './with-tokens-options.ts'
import { redirectError } from './within-origin.ts'

/** The number of times that a request is sent again, for whatever reasons. */
const resendLimit = 3

/** The age up to which tokens may be refused only because their server does not know them yet, in ms. */
const settlingAge = 10_000

/**
 * A `fetch` that sends tokens and answers refusals: a 401 by refreshed tokens or a sign-in, a 403 that names a scope by
 * a sign-in for that scope. A body that is a stream is sent once. Redirects are followed within the server's origin
 * only. The result may replace the global `fetch`; then it sends by the `fetch` that it replaced.
 *
 * @example
 * const fetch = withTokens(session, { serverUrl: 'https://mcp.example.com/mcp' })
 * const transport = new StreamableHTTPClientTransport(new URL('https://mcp.example.com/mcp'), { fetch })
 *
 * @throws AuthorizationError `login_required` with the challenge, where only a person can help; `unknown_server_error`
 * or `insufficient_scope` where the server refuses new tokens too; `insecure_url` where it redirects to another origin;
 * other errors of the source as they are
 */
export function withTokens(source: TokenSource, options: WithTokensOptions): typeof globalThis.fetch {
  // Plain JavaScript may leave them out.
  if (typeof source?.renew !== 'function' || !options) {
    throw new TypeError('withTokens takes a token source with the functions token and renew, and { serverUrl }.')
  }
  const { serverUrl, interactive = false, onEvent, secrets, now = Date.now, pause = sleep } = options
  const loopGuard = createFetchLoopGuard()
  const fetch = loopGuard.sendOwn(options.fetch)
  const forward = loopGuard.forward(options.fetch)
  // The parser's own error would quote the URL, which may hold a key.
  if (!URL.canParse(serverUrl)) throw new TypeError('The option serverUrl is not a URL.')
  const server = new URL(serverUrl)
  const answeredPosts = createAnsweredPosts()

  /** The response, or the error, for a refused request for which there are no other tokens. */
  function respondWithoutTokens(error: unknown, request: SentRequest, refusal: Response): Response {
    if (request.kind === 'call' || request.kind === 'background_stream') release(refusal)
    if (request.signal?.aborted) throw error
    // Both official SDKs would reconnect for ever after an error here; 405 says that the server offers no stream.
    if (request.kind === 'background_stream') return new Response(null, { status: 405 })
    if (request.kind === 'closing') return refusal
    if (request.kind === 'opening_stream') {
      tell(onEvent, { type: 'stream_unauthorized', serverUrl, error })
      return refusal
    }
    throw letThroughSdk(error)
  }

  return loopGuard.receive(async (input, init) => {
    const url = input === serverUrl ? server : urlOf(input)
    if (url.origin !== server.origin) return forward(input, init)
    const request = readRequest(input, init, url, answeredPosts.has)
    const { signal } = request
    const began = now()
    // A clock that was set back makes no token new for hours.
    const isSince = (time: number): boolean => began <= time && time <= now()
    const unasked = request.kind === 'background_stream' || request.kind === 'closing'
    const mayAsk = interactive && !unasked
    const background = unasked || url.pathname !== server.pathname
    let tokens: AccessToken | undefined
    try {
      tokens = await source.token({ signal })
    } catch (error) {
      // Expired tokens are treated as refused ones, where a person may be asked.
      if (!mayAsk || isTemporary(error))
        return respondWithoutTokens(error, request, new Response(null, { status: 401 }))
    }
    let [renewed, afterSignIn, waited] = [false, false, false]
    for (let resends = 0; ; ) {
      const answer = await request.send(fetch, tokens)
      const { response } = answer
      const refusal = readRefusal(answer, { origin: server.origin, tokens, now: now() })
      const elsewhere = request.callerRedirects ? undefined : redirectError(response, serverUrl)
      if (elsewhere && !(refusal && request.replayable)) return respondWithoutTokens(elsewhere, request, response)
      if (request.isPost && response.ok && !refusal) answeredPosts.add(url.href)
      if (!refusal || !request.replayable) return response
      const { challenge, stepUp, isOfScope } = refusal
      secrets?.learn(...secretsInHeaders(request.headers))
      try {
        if (!stepUp && !isOfScope && !waited && tokens && isYoungerThan(settlingAge, tokens, now())) {
          waited = true
          await pause(settlingTime, signal)
        } else {
          if (resends++ === resendLimit) throw stillRefused(serverUrl, refusal)
          const history = { renewed, afterSignIn, background, unasked }
          const refused: SentRefusal = { rejected: tokens, challenge, interactive: mayAsk, ...history, signal }
          const next = await source.renew(refused).catch((error: unknown) => {
            throw afterSignIn && !stepUp && isLoginRequired(error) ? stillRefused(serverUrl, refusal) : error
          })
          if (!next) throw noToken()
          // The wait has used up the last of the requests: these tokens are for the next call.
          if (waited && resends === resendLimit) throw stillRefused(serverUrl, refusal)
          // Older tokens are those of another process: nothing was tried for this request yet.
          renewed ||= !stepUp && isSince(next.obtainedAt ?? began)
          afterSignIn ||= next.signedInAt !== undefined && isSince(next.signedInAt)
          tokens = next
        }
        release(response)
      } catch (error) {
        return respondWithoutTokens(error, request, response)
      }
    }
  })
}

/** Releases the connection of a response that nobody reads. */
function release(response: Response): void {
  response.body?.cancel().catch(() => undefined)
}

/** Whether another try may help. An error of another class is the store's, or the caller's own. */
function isTemporary(error: unknown): boolean {
  return !(error instanceof AuthorizationError) || error.code === 'unreachable' || error.code === 'rate_limited'
}

function isLoginRequired(error: unknown): boolean {
  return error instanceof AuthorizationError && error.code === 'login_required'
}

/** The error for a source in plain JavaScript that gives nothing. */
function noToken(): AuthorizationError {
  return new AuthorizationError('invalid_option', 'The token source gave nothing for a token that was refused.')
}
