import { createHash, timingSafeEqual } from 'node:crypto'

/** Characters of an answer, however it comes: what browsers and authorization servers send is far below. */
export const maxResponseLength: number = 16 * 1024

/** Why an answer cannot be tied to the sign-in that is under way. */
export type StateRefusal = 'no_state' | 'wrong_state' | 'repeated_state'

/** `undefined` where the answer carries this very state, once. */
export function checkState(query: URLSearchParams, state: string): StateRefusal | undefined {
  const states = query.getAll('state')
  const [sent] = states
  if (sent === undefined || sent === '') return 'no_state'
  if (states.length > 1) return 'repeated_state'
  if (!equals(sent, state)) return 'wrong_state'
  return undefined
}

/** In constant time: digests have one length, whatever was sent. */
function equals(left: string, right: string): boolean {
  return timingSafeEqual(digest(left), digest(right))
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
