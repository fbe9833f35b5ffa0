import { createFetchLoopGuard, parseObject } from '@fast-agent-auth/discovery/untrusted'
import { untilAborted } from '@fast-agent-auth/flow/internal'
import { type RefreshRequest, readRefreshRequest } from './refresh-request.ts'

export interface WithSharedRefreshOptions {
  /** Milliseconds since 1970. Default: `Date.now`. */
  readonly now?: (() => number) | undefined
}

/** A response that brought a new refresh token. */
interface RecentResponse {
  readonly response: Response
  readonly at: number
}

/** The time limit of a refresh, in ms. It serves several callers, so no caller's signal ends it. */
const timeLimit = 30_000

/** How long a caller with the replaced refresh token gets the response that replaced it, in ms. */
const reuseTime = 60_000

/** The number of such responses that are remembered, and the length of each, in characters. */
const countLimit = 100
const lengthLimit = 100_000

/**
 * A `fetch` that joins identical refresh requests (same URL, form and headers), for an `authProvider` of your own.
 *
 * The SDKs refresh once for each refused request, and all but the first send a refresh token that was replaced; many
 * servers then end the sign-in. Here concurrent refreshes are sent once, and each caller gets the response or error of
 * that request. A caller with a refresh token that was replaced gets the same response for 60 s. All other requests
 * pass through unchanged, even refreshes with a DPoP proof or a `dispatcher`; refreshes with a fresh assertion (RFC
 * 7523) are never identical. Use one such `fetch` for all transports that share tokens; it does not reach other
 * processes.
 *
 * @example
 * new StreamableHTTPClientTransport(url, { authProvider, fetch: withSharedRefresh() })
 */
export function withSharedRefresh(
  below?: typeof globalThis.fetch | undefined,
  { now = Date.now }: WithSharedRefreshOptions = {},
): typeof globalThis.fetch {
  const loopGuard = createFetchLoopGuard()
  const fetch = loopGuard.forward(below)
  const underWay = new Map<string, Promise<Response>>()
  const recent = new Map<string, RecentResponse>()

  function dropOld(): void {
    for (const [key, { at }] of recent) {
      // `abs`: a clock that was set back makes no response last longer.
      if (recent.size > countLimit || Math.abs(now() - at) >= reuseTime) recent.delete(key)
    }
  }

  async function sendAndRemember(
    { key, refreshToken }: RefreshRequest,
    send: () => Promise<Response>,
  ): Promise<Response> {
    const response = await send()
    if (await replaced(refreshToken, response)) recent.set(key, { response, at: now() })
    dropOld()
    return response
  }

  function join(refresh: RefreshRequest, send: () => Promise<Response>): Promise<Response> {
    const present = underWay.get(refresh.key)
    if (present) return present
    const answer = sendAndRemember(refresh, send).finally(() => underWay.delete(refresh.key))
    // Every caller may have given up waiting.
    answer.catch(() => undefined)
    underWay.set(refresh.key, answer)
    return answer
  }

  return loopGuard.receive(async (input, init) => {
    dropOld()
    const refresh = await readRefreshRequest(input, init)
    if (!refresh) return fetch(input, init)
    const signal = init?.signal === undefined && input instanceof Request ? input.signal : init?.signal
    signal?.throwIfAborted()
    const send = async (): Promise<Response> => fetch(input, { ...init, signal: AbortSignal.timeout(timeLimit) })
    const response = recent.get(refresh.key)?.response ?? (await untilAborted(join(refresh, send), signal))
    // The response itself is never read, so that it can be cloned again.
    return response.clone()
  })
}

/** Whether a response brings another refresh token, so that the one that was sent is no longer valid. */
async function replaced(refreshToken: string, response: Response): Promise<boolean> {
  // Read to the end, whatever the length: a clone that is cancelled would wait for the other clones.
  const text = await response.clone().text()
  if (response.status !== 200 || text.length > lengthLimit) return false
  const next = parseObject(text)?.refresh_token
  return typeof next === 'string' && next !== '' && next !== refreshToken
}
