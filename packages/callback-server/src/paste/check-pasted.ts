import type { UnverifiedAnswer } from '../callback-event.ts'
import { checkState, maxResponseLength } from '../check-state.ts'
import { cleanPasted } from './clean-pasted.ts'
import { findResponse, hasUrl } from './find-response.ts'

/** What a pasted text is judged by. */
export interface ExpectedPaste {
  readonly redirectUri: string
  readonly state: string
  /** What the text before this one left behind. */
  readonly pending?: string | undefined
}

/** `pending`: to be judged together with the next text, since a terminal may hand over a wrapped URL line by line. */
export type PasteCheck =
  | { readonly kind: 'ours'; readonly url: URL }
  | { readonly kind: 'empty' }
  | {
      readonly kind: 'refused'
      readonly reason: UnverifiedAnswer['reason']
      readonly hasError: boolean
      readonly pending: string | undefined
    }

/**
 * Tells the answer that we wait for from any other text: the redirect URI, or its query alone, mended where it was
 * wrapped, quoted or escaped. The URL of an answer is the redirect URI with the query that was pasted.
 */
export function checkPasted(text: string, expected: ExpectedPaste): PasteCheck {
  const alone = checkWhole(text, expected)
  const { pending } = expected
  if (alone.kind !== 'refused' || pending === undefined || startsNewResponse(text, pending)) return alone
  const joined = checkWhole(`${pending}\n${text}`, expected)
  return joined.kind === 'refused' ? { ...alone, pending: joined.pending } : joined
}

function checkWhole(text: string, { redirectUri, state }: ExpectedPaste): PasteCheck {
  if (text.length > maxResponseLength) return refused('too_long')
  const mended = cleanPasted(text)
  if (mended === '') return { kind: 'empty' }
  const found = findResponse(mended, redirectUri)
  if (found.kind === 'wrong_address') return refused('wrong_address', text)
  if (found.kind !== 'answer') return refused(isWord(text, found.kind) ? 'bare_code' : 'not_an_answer', text)
  const query = found.url.searchParams
  const reason = checkState(query, state)
  if (reason !== undefined) return refused(reason, text, query.has('error'))
  // Nothing that ends the sign-in, so far.
  if (!query.get('code') && !query.get('error')) return refused('not_an_answer', text, query.has('error'))
  return { kind: 'ours', url: found.url }
}

/** Whether a pasted text begins an answer of its own, and does not go on where `before` was cut. */
function startsNewResponse(text: string, before: string): boolean {
  const [begun, mended] = [cleanPasted(before), cleanPasted(text)]
  // An encoded URL after "iss=" is the value of that.
  const isValue = begun.endsWith('=') && !text.includes('://')
  if (hasUrl(mended)) return !isValue
  return mended.startsWith('?') || (/^(?:code|state|error)=/.test(mended) && !/[?&]$/.test(begun))
}

/** One word as it was pasted: mending takes the blanks away. */
function isWord(text: string, kind: 'word' | 'nothing'): boolean {
  return kind === 'word' && !/\S\s+\S/.test(text)
}

function refused(
  reason: UnverifiedAnswer['reason'],
  pending?: string | undefined,
  hasError: boolean = false,
): PasteCheck {
  return { kind: 'refused', reason, hasError, pending }
}
