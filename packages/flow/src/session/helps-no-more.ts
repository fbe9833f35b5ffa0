import { AuthorizationError, type AuthorizationErrorCode } from '../authorization-error.ts'

function mayPass(code: AuthorizationErrorCode): boolean {
  return code === 'unreachable' || code === 'rate_limited'
}

/** A refresh that failed for good leaves a sign-in, which will tell what is wrong; one that may succeed later does not. */
export function helpsNoMore(error: unknown): undefined {
  if (error instanceof AuthorizationError && !mayPass(error.code)) return undefined
  throw error
}
