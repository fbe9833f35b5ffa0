import { displayUrl } from '@fast-agent-auth/discovery/untrusted'
import { AuthorizationError } from '../authorization-error.ts'
import { parseServerKey } from '../server-key.ts'
import { again, type Failure, tooMany } from './limit-errors.ts'
import { leftOf, recent, span, waitFor } from './sliding-window.ts'

/** How many there may be within 30 s. */
const signInLimit = 5
const requestLimit = 20
/** Fewer, so that refreshes that fail leave room for the sign-in that ends them. */
const refreshLimit = requestLimit - signInLimit

/** In ms, as all times here. */
const longestBackOff = 30_000

/** What nobody has asked about for so long is forgotten: longer than anything here is in force. */
const idleTime = 600_000

/**
 * Keeps a server, whatever it answers, from making us open windows and send token requests without end. What it holds
 * back fails at once, with when it may be tried again, and nothing is lost.
 */
export interface RateLimit {
  /**
   * Counts a sign-in, before anything is asked for it: those that a person asked for apart from those that a refused request
   * began. @throws AuthorizationError `rate_limited`
   */
  signIn(cause: SignInCause): void
  /**
   * Counts a token request, before it is sent: fewer refreshes than there may be requests. A pause that was told to a refresh
   * holds back refreshes alone. @throws AuthorizationError `rate_limited`
   */
  tokenRequest(grantType: string): void
  /** The server refused tokens. */
  refused(): void
  /** Whether a refresh that no person asked for may be tried. @throws AuthorizationError, as the last one that failed */
  refresh(): void
  /** Whether a client may be registered. @throws AuthorizationError, as the last one that was told to wait */
  registration(): void
  /** A token request brought tokens. */
  answered(): void
  /** @param request the grant type of a token request, or `registration` */
  failed(error: unknown, request: string): void
}

const refreshGrant = 'refresh_token'

export type SignInCause = 'person' | 'refusal'

interface State {
  readonly signIns: Readonly<Record<SignInCause, readonly number[]>>
  readonly requests: readonly number[]
  /** How many refreshes have failed for now since one has not. */
  readonly failures: number
  readonly refresh?: Failure | undefined
  /** The last time that another token request was told to wait. */
  readonly pause?: Failure | undefined
  readonly registration?: Failure | undefined
  /** The time of the last grant that was not refused since. */
  readonly grantedAt?: number | undefined
  /** Times at which tokens were refused that had just been granted. */
  readonly refusals: readonly number[]
  readonly usedAt: number
}

const unused: State = { signIns: { person: [], refusal: [] }, requests: [], refusals: [], failures: 0, usedAt: 0 }

/** Of each server key, the least recently used first. */
type States = Map<string, State>

const statesOf = new WeakMap<object, States>()

/** The rateLimit of a server and account, one for all who name the same owner: the store that they share. */
export function rateLimitFor(owner: object, serverKey: string, now: () => number = Date.now): RateLimit {
  const states: States = statesOf.get(owner) ?? new Map()
  statesOf.set(owner, states)
  const read = (): State => states.get(serverKey) ?? unused
  const write = (change: Partial<State>): void => {
    const state = { ...read(), ...change, usedAt: now() }
    states.delete(serverKey)
    states.set(serverKey, state)
    forgetIdle(states, now())
  }
  const server = displayUrl(parseServerKey(serverKey).serverUrl)

  function assertOver(last: Failure | undefined, leastPause = 0): void {
    const left = last && leftOf(last.at, Math.max(last.error.retryAfter ?? 0, leastPause), now())
    if (left) throw again(last, left, now())
  }

  function assertRequest(limit = requestLimit): void {
    const { pause, requests } = read()
    assertOver(pause)
    const left = waitFor(requests, limit, now())
    if (left > 0) throw tooMany(`${limit} token requests for ${server}`, left, { isRefusing: isRefusing() })
  }

  /** Whether the server leads to all that is asked: one refusal may be of tokens that have expired. */
  function isRefusing(): boolean {
    return recent(read().refusals, now()).length > 1
  }

  return {
    signIn(cause) {
      // Nobody is asked for what could not be fetched then.
      assertRequest()
      const { signIns } = read()
      const left = waitFor(signIns[cause], signInLimit, now())
      if (left > 0)
        throw tooMany(`${signInLimit} sign-ins to ${server}`, left, { isRefusing: cause === 'refusal' && isRefusing() })
      write({ signIns: { ...signIns, [cause]: [...recent(signIns[cause], now()), now()] } })
    },
    tokenRequest(grantType) {
      if (grantType === refreshGrant) assertOver(read().refresh)
      assertRequest(grantType === refreshGrant ? refreshLimit : requestLimit)
      write({ requests: [...recent(read().requests, now()), now()] })
    },
    refused() {
      const { grantedAt, refusals } = read()
      // Many requests may be refused for the same tokens, and for tokens of long ago.
      if (grantedAt === undefined || leftOf(grantedAt, span, now()) === 0) return
      write({ refusals: [...recent(refusals, now()), now()], grantedAt: undefined })
    },
    refresh() {
      const { refresh, failures } = read()
      assertOver(refresh, backOff(failures))
      assertRequest(refreshLimit)
    },
    registration() {
      assertOver(read().registration)
    },
    answered: () => write({ failures: 0, refresh: undefined, pause: undefined, grantedAt: now() }),
    failed(error, request) {
      if (!(error instanceof AuthorizationError)) return
      const failure = { error, at: now() }
      // No reason to let tokens expire that are there.
      if (request === 'registration') return write({ registration: failure })
      if (request !== refreshGrant) {
        if (error.retryAfter !== undefined) write({ pause: failure })
        // Any answer but "not now" is noted with the tokens.
      } else if (error.code === 'unreachable') write({ refresh: failure, failures: read().failures + 1 })
    },
  }
}

/** How long refreshes wait after so many failures: not after the first, which may be a hiccup; then 1 s, 2 s, 4 s … */
export function backOff(failures: number): number {
  return failures < 2 ? 0 : Math.min(1000 * 2 ** (failures - 2), longestBackOff)
}

function forgetIdle(states: States, now: number): void {
  for (const [key, { usedAt }] of states) {
    if (leftOf(usedAt, idleTime, now) > 0) return
    states.delete(key)
  }
}
