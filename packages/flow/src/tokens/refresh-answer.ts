import { AuthorizationError, type AuthorizationErrorCode } from '../authorization-error.ts'
import { isClientUnknown } from '../protocol/client-unknown.ts'
import type { RefreshFailure, TokenRecord } from './token-record.ts'

/** How long a server error must last until it is final, in ms. */
const lasting = 30_000

/** Errors of our own, before anything is answered. */
const notAnswered: readonly AuthorizationErrorCode[] = [
  'unreachable',
  'rate_limited',
  'insecure_url',
  'registration_required',
  'invalid_option',
  'resource_mismatch',
]

export interface FailedRefresh {
  /** The record as it is to be stored: `undefined` where the server has ended its tokens. */
  readonly record: TokenRecord | undefined
  /** Whether a person is needed, and not only time. */
  readonly final: boolean
}

/**
 * The meaning of a refresh that brought no tokens (RFC 6749 §5.2). `invalid_grant` alone ends tokens. Any other final answer,
 * in whichever words, leaves them, and a person is needed. A server error in the words of OAuth is final when it lasts.
 *
 * @param asked a person waits, for whom a client that is not known was asked for twice
 */
export function judgeRefresh(
  record: TokenRecord,
  error: unknown,
  { now, asked }: { readonly now: number; readonly asked?: boolean | undefined },
): FailedRefresh {
  const passing = { record, final: false }
  if (!(error instanceof AuthorizationError)) return passing
  if (error.code === 'invalid_grant') return { record: undefined, final: true }
  const { refreshFailure: before } = record
  const noted = (refreshFailure: RefreshFailure): TokenRecord => ({ ...record, refreshFailure })
  const word = serverErrorOf(error)
  if (word !== undefined && !before) return { record: noted({ at: now, times: 0, code: word }), final: false }
  if (word !== undefined && before && before.times === 0 && now < before.at + lasting) return passing
  if (word === undefined && notAnswered.includes(error.code)) return passing
  const times = (before?.times ?? 0) + (asked && isClientUnknown(error) ? 2 : 1)
  return { record: noted({ at: now, times, code: word ?? error.code }), final: true }
}

/** The word of an OAuth error in an answer of status 5xx. */
function serverErrorOf({ code, details }: AuthorizationError): string | undefined {
  const word = code === 'unreachable' ? details?.serverError : undefined
  return typeof word === 'string' ? word : undefined
}
