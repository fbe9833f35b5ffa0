import type { CallbackIgnored } from '../callback-event.ts'
import { checkState, maxResponseLength } from '../check-state.ts'
import { cleanPasted } from './clean-pasted.ts'
import { findResponse, hasUrl } from './find-response.ts'

/** The values that a pasted text is compared with. */
export interface ExpectedPaste {
  readonly redirectUri: string
  readonly state: string
  /** The refused text before this one, which may be the first part of a wrapped URL. */
  readonly pending?: string | undefined
}

/**
 * The result of a check. `pending`: the text to check again with the next one, since a terminal may deliver a URL line
 * by line.
 */
export type PasteCheck =
  | { readonly kind: 'ours'; readonly url: URL }
  | { readonly kind: 'empty' }
  | {
      readonly kind: 'refused'
      readonly reason: CallbackIgnored['reason']
      readonly hasError: boolean
      readonly pending: string | undefined
    }

/**
 * Distinguishes the awaited response from any other text. The response is the redirect URI with its query, or only the query,
 * even if wrapped, quoted or escaped. The URL of the result is the redirect URI with the pasted query.
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
  const cleaned = cleanPasted(text)
  if (cleaned === '') return { kind: 'empty' }
  const found = findResponse(cleaned, redirectUri)
  if (found.kind === 'wrong_address') return refused('wrong_address', text)
  if (found.kind !== 'answer') return refused(isWord(text, found.kind) ? 'bare_code' : 'not_an_answer', text)
  const query = found.url.searchParams
  const reason = checkState(query, state)
  if (reason !== undefined) return refused(reason, text, query.has('error'))
  // Without a code or an error, the text may be cut off.
  if (!query.get('code') && !query.get('error')) return refused('not_an_answer', text, query.has('error'))
  return { kind: 'ours', url: found.url }
}

/** Whether a pasted text begins a new response, instead of continuing `before`. */
function startsNewResponse(text: string, before: string): boolean {
  const [begun, cleaned] = [cleanPasted(before), cleanPasted(text)]
  // An encoded URL after "iss=" is the value of that parameter.
  const isValue = begun.endsWith('=') && !text.includes('://')
  if (hasUrl(cleaned)) return !isValue
  return cleaned.startsWith('?') || (/^(?:code|state|error)=/.test(cleaned) && !/[?&]$/.test(begun))
}

/** Whether the text was one word when it was pasted, before cleaning removed blanks. */
function isWord(text: string, kind: 'word' | 'nothing'): boolean {
  return kind === 'word' && !/\S\s+\S/.test(text)
}

function refused(
  reason: CallbackIgnored['reason'],
  pending?: string | undefined,
  hasError: boolean = false,
): PasteCheck {
  return { kind: 'refused', reason, hasError, pending }
}
