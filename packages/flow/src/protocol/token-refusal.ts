import { quoteUntrusted, tellOperator } from '@fast-agent-auth/discovery/untrusted'
import { ResponseBodyError } from 'oauth4webapi'
import {
  AuthorizationError,
  type AuthorizationErrorOptions,
  type ServerErrorCode,
  serverErrorCode,
} from '../authorization-error.ts'
import { checkClient } from './client-unknown.ts'
import { mayMeanResource, omitResource } from './resource-parameter.ts'

/** Error codes of GitHub, each with the code of RFC 6749 §5.2 that it means. */
const githubCodes = new Map<string, ServerErrorCode>([
  ['bad_refresh_token', 'invalid_grant'],
  ['bad_verification_code', 'invalid_grant'],
  ['incorrect_client_credentials', 'invalid_client'],
])

/** The error of a failed token request. It has no `cause`, which could hold the request and the response. */
export function tokenRefusal(
  error: unknown,
  { issuer, sentResource }: { readonly issuer: string; readonly sentResource: boolean },
): AuthorizationError {
  if (error instanceof AuthorizationError) return error
  if (error instanceof ResponseBodyError) {
    const { error: errorCode, error_description: description } = error
    // A description may be an object, which is not converted to a text.
    const text = typeof description === 'string' ? `${errorCode}: ${description}` : errorCode
    const code = githubCodes.get(errorCode) ?? serverErrorCode(errorCode)
    const next = sentResource && mayMeanResource(code) ? omitResource : nextStep(code)
    return new AuthorizationError(code, `${issuer} refused the token request (${quoteUntrusted(text)}).`, next)
  }
  const reason = error instanceof Error ? error.message : String(error)
  const problem = `${issuer} sent a token response that cannot be used: ${reason}.`
  return new AuthorizationError('invalid_response', problem, tellOperator)
}

function nextStep(code: ServerErrorCode | 'unknown_server_error'): Pick<AuthorizationErrorOptions, 'next' | 'details'> {
  if (code === 'invalid_grant') return { next: 'Sign in again.' }
  if (code === 'invalid_client' || code === 'unauthorized_client') return checkClient
  return { next: 'Sign in again; if that fails in the same way, tell its operator.' }
}
