import { isSpellingOf } from '@fast-agent-auth/discovery/internal/at-start'
import { advise, quoteUntrusted, tellOperator } from '@fast-agent-auth/discovery/untrusted'
import {
  AuthorizationError,
  type AuthorizationErrorCode,
  type AuthorizationErrorOptions,
  serverErrorCode,
} from '../authorization-error.ts'
import { checkClient } from '../protocol/client-unknown.ts'
import { mayMeanResource, omitResource } from '../protocol/resource-parameter.ts'
import { isSameSecret } from '../protocol/state.ts'
import type { PendingSignIn } from './begin.ts'

/**
 * The code in the response to an authorization request. The `state` is checked first, then the issuer (RFC 9207 §2.4,
 * as a plain string), and only then is the rest read: nothing of an unchecked response is shown.
 *
 * @throws AuthorizationError `state_mismatch`, `issuer_mismatch`, `invalid_response`, or the error code of the server
 */
export function readAuthorizationResponse(callback: URL, pending: PendingSignIn): string {
  const { issuer } = pending
  const [state, ...moreStates] = callback.searchParams.getAll('state')
  if (state === undefined || moreStates.length > 0 || !isSameSecret(pending.state, state)) {
    throw new AuthorizationError(
      'state_mismatch',
      'The answer from the browser belongs to no sign-in that is under way here. It is not used, whatever the settings: begin again.',
    )
  }
  const [iss, ...moreIssuers] = callback.searchParams.getAll('iss')
  if (moreIssuers.length > 0 || (iss === undefined ? pending.issParameterSupported : iss !== issuer)) {
    throw issuerMismatch(moreIssuers.length > 0 ? '' : iss, issuer)
  }
  const [code, ...moreCodes] = callback.searchParams.getAll('code')
  const errors = callback.searchParams.getAll('error')
  // Some servers send these as `error` beside a code, and mean that there is no error.
  const error = errors.find((text) => !(code && emptyErrors.includes(text)))
  if (error !== undefined) throw authorizationError(error, callback.searchParams.get('error_description'), pending)
  if (!code || moreCodes.length > 0) {
    const what = moreCodes.length > 0 ? 'more than one code (RFC 6749 §3.1)' : 'neither a code nor an error'
    throw new AuthorizationError('invalid_response', `${issuer} answered with ${what}.`, tellOperator)
  }
  return code
}

const emptyErrors: readonly string[] = ['', 'null', 'undefined']

/** The error of a response with a wrong issuer or none. A person may know that the metadata is wrong. */
function issuerMismatch(iss: string | undefined, issuer: string): AuthorizationError {
  const answer = 'The answer from the browser'
  if (iss !== undefined && !isSpellingOf(iss, issuer)) {
    const problem = `${answer} does not come from ${issuer}, which was asked (RFC 9207). It is not used. No setting changes that.`
    return new AuthorizationError('issuer_mismatch', problem)
  }
  const [fault, condition] =
    iss === undefined
      ? [`does not say that it comes from ${issuer}, as its metadata promises`, 'its metadata is wrong in that']
      : [`says in another spelling that it comes from ${issuer}`, 'that is its name']
  const problem = `${answer} ${fault} (RFC 9207). It is not used.`
  return new AuthorizationError('issuer_mismatch', problem, advise([{ condition, option: 'authorizationServer' }]))
}

function authorizationError(error: string, description: string | null, pending: PendingSignIn): AuthorizationError {
  const { issuer } = pending
  const text = description ? `${error}: ${description}` : error
  const code = serverErrorCode(error)
  return new AuthorizationError(code, `${describeRefusal(code, issuer)} (${quoteUntrusted(text)}).`, {
    ...nextStep(code, pending),
    quote: { from: new URL(issuer).host, text: description || error },
  })
}

function nextStep(
  code: AuthorizationErrorCode,
  { issuer, omitsResource }: PendingSignIn,
): Pick<AuthorizationErrorOptions, 'next' | 'details'> {
  if (code === 'access_denied') return { next: 'If that was not meant, sign in again.', details: { issuer } }
  if (code === 'invalid_client' || code === 'unauthorized_client') return checkClient
  if (code === 'invalid_scope')
    return { next: 'Set the option scope to what it grants.', details: { option: 'scope', issuer } }
  if (code === 'server_error' || code === 'temporarily_unavailable') return { next: 'Try again later.' }
  return mayMeanResource(code) && !omitsResource ? omitResource : tellOperator
}

/** A refusal in our words, without a full stop. */
export function describeRefusal(code: AuthorizationErrorCode, issuer: string): string {
  const what = code === 'access_denied' ? 'The sign-in was denied at' : 'The sign-in was refused by'
  return `${what} ${issuer}`
}
