import { AuthorizationError } from '../authorization-error.ts'

/** Whether a refresh failed in a way that no retry can fix. Then only a sign-in can help, and shows what is wrong. */
export function isFinalRefreshError(error: unknown): error is AuthorizationError {
  return error instanceof AuthorizationError && error.code !== 'unreachable' && error.code !== 'rate_limited'
}
