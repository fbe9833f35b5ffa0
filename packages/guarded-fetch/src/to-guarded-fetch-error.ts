import { GuardedFetchError } from './guarded-fetch-error.ts'
import type { Limits } from './limits.ts'

/** The rule behind what `fetch` threw, where it is one of ours: undici keeps some of the limits. */
export function toGuardedFetchError(error: unknown, name: string, { connect, headers }: Limits): unknown {
  const cause = error instanceof Error ? error.cause : undefined
  if (cause instanceof GuardedFetchError) return cause
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined
  if (code === 'UND_ERR_CONNECT_TIMEOUT') {
    const message = `${name} took no connection within ${connect / 1000} s.`
    return new GuardedFetchError('timed_out', message, { cause })
  }
  if (code === 'UND_ERR_HEADERS_OVERFLOW') {
    const message = `${name} sent more than ${headers} bytes of headers.`
    return new GuardedFetchError('too_large', message, { cause })
  }
  return error
}
