import { AuthorizationError } from '../authorization-error.ts'

/** Whether a refresh failed for good, so that only a sign-in is left, which will show what is wrong. */
export function helpsNoMore(error: unknown): error is AuthorizationError {
  return error instanceof AuthorizationError && error.code !== 'unreachable' && error.code !== 'rate_limited'
}
