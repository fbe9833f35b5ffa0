import { type NetworkFailure, type ProxySetting, proxyFailure } from '@fast-agent-auth/discovery/untrusted/failures'
import { displayRequestUrl } from './display-request-url.ts'
import { GuardedFetchError } from './guarded-fetch-error.ts'
import type { Limits } from './limits.ts'

export interface FailedRequest {
  readonly url: string
  readonly limits: Limits
  readonly proxy: ProxySetting | undefined
}

/** The `GuardedFetchError` for an error of `fetch`, where a rule or a limit caused it; else the same error. */
export function toGuardedFetchError(error: unknown, { url, limits, proxy }: FailedRequest): unknown {
  const { connect, headers } = limits
  const name = displayRequestUrl(url)
  const cause = error instanceof Error ? error.cause : undefined
  if (error instanceof GuardedFetchError) return error
  if (cause instanceof GuardedFetchError) return cause
  const failure = proxy && URL.canParse(url) ? proxyFailure(error, proxy, new URL(url)) : undefined
  if (failure) return proxyError(failure, error)
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined
  if (code === 'UND_ERR_CONNECT_TIMEOUT') {
    const message = `${name} took no connection within ${connect / 1000} s.`
    return new GuardedFetchError('too_slow', message, { cause })
  }
  if (code === 'UND_ERR_HEADERS_OVERFLOW') {
    const message = `${name} sent more than ${headers} bytes of headers.`
    return new GuardedFetchError('too_large', message, { cause })
  }
  return error
}

/** The error `proxy_failed`. */
export function proxyError({ reason, next }: NetworkFailure, cause?: unknown): GuardedFetchError {
  return new GuardedFetchError('proxy_failed', `${reason.replace(/^the /, 'The ')}. ${next}`, { cause })
}
