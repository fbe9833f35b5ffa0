import { createWayOut, parseObject } from '@fast-agent-auth/discovery/untrusted'
import { untilAborted } from '@fast-agent-auth/flow'
import { type RefreshRequest, readRefreshRequest } from './refresh-request.ts'

export interface WithSharedRefreshOptions {
  /** Milliseconds since 1970. Default: `Date.now`. */
  readonly now?: (() => number) | undefined
}

interface KeptAnswer {
  readonly response: Response
  readonly at: number
}

/** How long a refresh may take, in ms. It is nobody's own, so nobody's signal ends it. */
const timeLimit = 30_000

/** How long an answer that replaced a refresh token is given to those who come late, in ms. */
const keptFor = 60_000

/** How many such answers are kept at the most, and how long each of them may be, in characters. */
const keptLimit = 100
const lengthLimit = 100_000

/**
 * A `fetch` that joins identical refresh requests (same URL, form and headers), for an `authProvider` of your own:
 *
 * ```ts
 * new StreamableHTTPClientTransport(url, { authProvider, fetch: withSharedRefresh() })
 * ```
 *
 * The SDKs refresh once for each request that is refused, and all but the first send a refresh token that was replaced,
 * which many servers answer by ending the sign-in. Here concurrent ones are sent once, and each caller gets an answer or
 * error of that request. Where it replaced the refresh token, a caller who had read the old one just before gets the same
 * answer for 60 s. Everything else passes through as it is. Use one for all transports that share tokens; it does not
 * reach other processes. Requests that a fresh assertion authenticates (RFC 7523)
 * are never identical; those with a DPoP proof or a `dispatcher` of their own pass through.
 */
export function withSharedRefresh(
  below?: typeof globalThis.fetch | undefined,
  { now = Date.now }: WithSharedRefreshOptions = {},
): typeof globalThis.fetch {
  const way = createWayOut()
  const fetch = way.pass(below)
  const underWay = new Map<string, Promise<Response>>()
  const kept = new Map<string, KeptAnswer>()

  function dropOld(): void {
    for (const [key, { at }] of kept) {
      // A clock that was set back keeps nothing for longer.
      if (kept.size > keptLimit || Math.abs(now() - at) >= keptFor) kept.delete(key)
    }
  }

  async function answered({ key, refreshToken }: RefreshRequest, send: () => Promise<Response>): Promise<Response> {
    const response = await send()
    if (await replaced(refreshToken, response)) kept.set(key, { response, at: now() })
    dropOld()
    return response
  }

  function join(refresh: RefreshRequest, send: () => Promise<Response>): Promise<Response> {
    const present = underWay.get(refresh.key)
    if (present) return present
    const answer = answered(refresh, send).finally(() => underWay.delete(refresh.key))
    // All who waited may have gone.
    answer.catch(() => undefined)
    underWay.set(refresh.key, answer)
    return answer
  }

  return way.entrance(async (input, init) => {
    dropOld()
    const refresh = await readRefreshRequest(input, init)
    if (!refresh) return fetch(input, init)
    const signal = init?.signal === undefined && input instanceof Request ? input.signal : init?.signal
    signal?.throwIfAborted()
    const send = async (): Promise<Response> => fetch(input, { ...init, signal: AbortSignal.timeout(timeLimit) })
    const response = kept.get(refresh.key)?.response ?? (await untilAborted(join(refresh, send), signal))
    // Nobody reads the answer itself, so that there is always one to copy.
    return response.clone()
  })
}

/** Whether an answer brings another refresh token: then the one that was sent is dead. */
async function replaced(refreshToken: string, response: Response): Promise<boolean> {
  // To the end, whatever the length: a copy that is cancelled waits for the other copies.
  const text = await response.clone().text()
  if (response.status !== 200 || text.length > lengthLimit) return false
  const next = parseObject(text)?.refresh_token
  return typeof next === 'string' && next !== '' && next !== refreshToken
}
