import { AuthorizationError } from '../authorization-error.ts'

/** A refresh that failed for good leaves a sign-in, which will tell what is wrong; one that may succeed later does not. */
export function helpsNoMore(error: unknown): error is AuthorizationError {
  return error instanceof AuthorizationError && error.code !== 'unreachable' && error.code !== 'rate_limited'
}
