import { displayUrl } from '@fast-agent-auth/discovery/untrusted'
import { AuthorizationError } from '../authorization-error.ts'
import { parseServerKey } from '../server-key.ts'
import { type Failure, limitExceeded, stillFailing } from './limit-errors.ts'
import { backOff, leftOf, recent, span, waitFor } from './sliding-window.ts'

/** How many sign-ins there may be within 30 s. */
const signInLimit = 5
const requestLimit = 20
/** The limit for refreshes is lower, so that failing refreshes leave room for the sign-in that ends them. */
const refreshLimit = requestLimit - signInLimit

/** The state of a server that was not used for this long is dropped, in ms: longer than any limit lasts. */
const idleTime = 600_000

/**
 * Limits the sign-ins and token requests that a server can cause, whatever it answers. A limited call fails at once,
 * with `retryAfter`, and nothing is lost.
 */
export interface RateLimit {
  /**
   * Counts a sign-in before it sends anything. Sign-ins by a person and sign-ins after a refused request are counted
   * apart. @throws AuthorizationError `rate_limited`
   */
  signIn(cause: SignInCause): void
  /**
   * Counts a token request before it is sent. The limit for refreshes is lower, and a pause that a server demands in
   * its answer to a refresh applies only to refreshes. @throws AuthorizationError `rate_limited`
   */
  tokenRequest(grantType: string): void
  /** Notes that the MCP server refused tokens. */
  refused(): void
  /**
   * Checks whether a refresh may be tried that no person asked for. @throws AuthorizationError the error of the last
   * failed refresh
   */
  refresh(): void
  /**
   * Checks whether a client may be registered. @throws AuthorizationError the error of the last registration to which
   * the server answered with a pause
   */
  registration(): void
  /** Notes that a token request succeeded. */
  answered(): void
  /** Notes that a request failed. @param request the grant type of a token request, or `registration` */
  failed(error: unknown, request: string): void
}

const refreshGrant = 'refresh_token'

export type SignInCause = 'person' | 'refusal'

interface State {
  readonly signIns: Readonly<Record<SignInCause, readonly number[]>>
  readonly requests: readonly number[]
  /** How many refreshes have failed in a row without a final answer. */
  readonly failures: number
  readonly refresh?: Failure | undefined
  /** The last failure of any other token request to which the server answered with a pause. */
  readonly pause?: Failure | undefined
  readonly registration?: Failure | undefined
  /** When tokens were last granted, unless tokens were refused since. */
  readonly grantedAt?: number | undefined
  /** When the MCP server refused tokens that had just been granted. */
  readonly refusals: readonly number[]
  readonly usedAt: number
}

const unused: State = { signIns: { person: [], refusal: [] }, requests: [], refusals: [], failures: 0, usedAt: 0 }

/** The states by server key, the least recently used first. */
type States = Map<string, State>

const statesOf = new WeakMap<object, States>()

/**
 * The rate limit of a server and account, the same for all callers with the same `owner`, which is the store that they
 * share.
 */
export function rateLimitFor(owner: object, serverKey: string, now: () => number = Date.now): RateLimit {
  const states: States = statesOf.get(owner) ?? new Map()
  statesOf.set(owner, states)
  const read = (): State => states.get(serverKey) ?? unused
  const write = (change: Partial<State>): void => {
    const state = { ...read(), ...change, usedAt: now() }
    states.delete(serverKey)
    states.set(serverKey, state)
    deleteIdle(states, now())
  }
  const server = displayUrl(parseServerKey(serverKey).serverUrl)

  function assertPauseOver(last: Failure | undefined, leastPause = 0): void {
    const left = last && leftOf(last.at, Math.max(last.error.retryAfter ?? 0, leastPause), now())
    if (left) throw stillFailing(last, left, now())
  }

  function assertRequest(limit = requestLimit): void {
    const { pause, requests } = read()
    assertPauseOver(pause)
    const left = waitFor(requests, limit, now())
    if (left > 0) throw limitExceeded(`${limit} token requests for ${server}`, left, { isRefusing: isRefusing() })
  }

  /** Whether the server keeps refusing new tokens. A single refusal may be of tokens that had expired. */
  function isRefusing(): boolean {
    return recent(read().refusals, now()).length > 1
  }

  return {
    signIn(cause) {
      // No person is asked if the tokens could not be requested afterwards.
      assertRequest()
      const { signIns } = read()
      const left = waitFor(signIns[cause], signInLimit, now())
      if (left > 0)
        throw limitExceeded(`${signInLimit} sign-ins to ${server}`, left, {
          isRefusing: cause === 'refusal' && isRefusing(),
        })
      write({ signIns: { ...signIns, [cause]: [...recent(signIns[cause], now()), now()] } })
    },
    tokenRequest(grantType) {
      if (grantType === refreshGrant) assertPauseOver(read().refresh)
      assertRequest(grantType === refreshGrant ? refreshLimit : requestLimit)
      write({ requests: [...recent(read().requests, now()), now()] })
    },
    refused() {
      const { grantedAt, refusals } = read()
      // Many requests may be refused with the same tokens, or with old ones: only the first refusal of new tokens
      // counts.
      if (grantedAt === undefined || leftOf(grantedAt, span, now()) === 0) return
      write({ refusals: [...recent(refusals, now()), now()], grantedAt: undefined })
    },
    refresh() {
      const { refresh, failures } = read()
      assertPauseOver(refresh, backOff(failures))
      assertRequest(refreshLimit)
    },
    registration() {
      assertPauseOver(read().registration)
    },
    answered: () => write({ failures: 0, refresh: undefined, pause: undefined, grantedAt: now() }),
    failed(error, request) {
      if (!(error instanceof AuthorizationError)) return
      const failure = { error, at: now() }
      // A failed registration is no reason to stop refreshing.
      if (request === 'registration') return write({ registration: failure })
      if (request !== refreshGrant) {
        if (error.retryAfter !== undefined) write({ pause: failure })
        // A final answer is stored with the tokens.
      } else if (error.code === 'unreachable') write({ refresh: failure, failures: read().failures + 1 })
    },
  }
}

function deleteIdle(states: States, now: number): void {
  for (const [key, { usedAt }] of states) {
    if (leftOf(usedAt, idleTime, now) > 0) return
    states.delete(key)
  }
}
