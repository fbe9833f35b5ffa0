import { partsOf } from '@fast-agent-auth/discovery/untrusted'
import { AuthorizationError } from '../authorization-error.ts'
import { span } from './sliding-window.ts'

export interface Failure {
  readonly error: AuthorizationError
  /** In ms since 1970. */
  readonly at: number
}

/**
 * The error of a limit that this library sets.
 *
 * @param retryAfter in ms
 */
export function limitExceeded(
  what: string,
  retryAfter: number,
  { isRefusing }: { readonly isRefusing: boolean },
): AuthorizationError {
  const operator = isRefusing ? ' The server keeps refusing tokens that were just granted: tell its operator.' : ''
  const message = `No more than ${what} are made within ${span / 1000} s. Try again in ${seconds(retryAfter)} s.${operator}`
  return new AuthorizationError('rate_limited', message, { retryAfter })
}

/** The error for a request that is not sent, because the last request has just failed, and this one would fail too. */
export function stillFailing({ error, at }: Failure, retryAfter: number, now: number): AuthorizationError {
  const { problem, next, details } = partsOf(error)
  const wait = `That was ${seconds(now - at)} s ago; the server is not asked again for another ${seconds(retryAfter)} s.`
  return new AuthorizationError(error.code, `${problem} ${wait}`, { cause: error, retryAfter, next, details })
}

function seconds(milliseconds: number): number {
  return Math.ceil(milliseconds / 1000)
}
