import { AuthorizationError, type AuthorizationErrorCode } from '../authorization-error.ts'
import { isClientUnknown } from '../protocol/client-unknown.ts'
import type { RefreshFailure, TokenRecord } from './token-record.ts'

/** How long a server error must last until it counts as final, in ms. */
const lasting = 30_000

/** Codes of errors that occur before the server answers. */
const errorsWithoutAnswer: readonly AuthorizationErrorCode[] = [
  'unreachable',
  'rate_limited',
  'insecure_url',
  'registration_required',
  'invalid_option',
  'resource_mismatch',
]

export interface FailedRefresh {
  /** The record to store: `undefined` where the server has ended its tokens. */
  readonly record: TokenRecord | undefined
  /** Whether a person is needed. Else a later refresh may succeed. */
  readonly final: boolean
}

/**
 * Decides what a failed refresh means (RFC 6749 §5.2). Only `invalid_grant` ends the tokens. After any other final
 * answer they are kept, and a person is needed. An OAuth error in an answer of status 5xx is final when it lasts.
 *
 * @param byPerson a person waits: `requestTokens` has then asked twice for a client that the server does not know
 */
export function judgeRefresh(
  record: TokenRecord,
  error: unknown,
  { now, byPerson }: { readonly now: number; readonly byPerson?: boolean | undefined },
): FailedRefresh {
  const passing = { record, final: false }
  if (!(error instanceof AuthorizationError)) return passing
  if (error.code === 'invalid_grant') return { record: undefined, final: true }
  const { refreshFailure: before } = record
  const noted = (refreshFailure: RefreshFailure): TokenRecord => ({ ...record, refreshFailure })
  const errorCode = serverErrorOf(error)
  if (errorCode !== undefined && !before) return { record: noted({ at: now, times: 0, code: errorCode }), final: false }
  if (errorCode !== undefined && before && before.times === 0 && now < before.at + lasting) return passing
  if (errorCode === undefined && errorsWithoutAnswer.includes(error.code)) return passing
  const times = (before?.times ?? 0) + (byPerson && isClientUnknown(error) ? 2 : 1)
  return { record: noted({ at: now, times, code: errorCode ?? error.code }), final: true }
}

/** The OAuth error code in an answer of status 5xx. */
function serverErrorOf({ code, details }: AuthorizationError): string | undefined {
  const errorCode = code === 'unreachable' ? details?.serverError : undefined
  return typeof errorCode === 'string' ? errorCode : undefined
}
