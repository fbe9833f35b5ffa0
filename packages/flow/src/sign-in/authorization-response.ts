import { isSpellingOf } from '@fast-agent-auth/discovery/internal'
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
 * The code in an answer to our authorization request: first its state, then its issuer (RFC 9207 §2.4, as plain
 * strings), and only then what it says. Nothing of an answer that fails the first two is ever shown.
 *
 * @throws AuthorizationError `state_mismatch`, `issuer_mismatch`, `invalid_response`, or the server's own word
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
    throw ofAnother(moreIssuers.length > 0 ? '' : iss, issuer)
  }
  const [code, ...moreCodes] = callback.searchParams.getAll('code')
  const errors = callback.searchParams.getAll('error')
  // Beside a code, these words are none: templates write what is not there so.
  const error = errors.find((word) => !(code && noWords.includes(word)))
  if (error !== undefined) throw refusal(error, callback.searchParams.get('error_description'), pending)
  if (!code || moreCodes.length > 0) {
    const what = moreCodes.length > 0 ? 'more than one code (RFC 6749 §3.1)' : 'neither a code nor an error'
    throw new AuthorizationError('invalid_response', `${issuer} answered with ${what}.`, tellOperator)
  }
  return code
}

const noWords: readonly string[] = ['', 'null', 'undefined']

/** Metadata may promise what answers do not keep; a person may know that it is no promise. */
function ofAnother(iss: string | undefined, issuer: string): AuthorizationError {
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

function refusal(error: string, description: string | null, pending: PendingSignIn): AuthorizationError {
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

/** A refusal in the browser in our words alone, without a full stop. */
export function describeRefusal(code: AuthorizationErrorCode, issuer: string): string {
  const what = code === 'access_denied' ? 'The sign-in was denied at' : 'The sign-in was refused by'
  return `${what} ${issuer}`
}
