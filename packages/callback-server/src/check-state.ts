import { createHash, timingSafeEqual } from 'node:crypto'

/** The maximum length of an authorization response, in characters. Browsers and authorization servers send far less. */
export const maxResponseLength: number = 16 * 1024

/** The reason why an authorization response cannot be tied to this sign-in. */
export type StateRefusal = 'no_state' | 'wrong_state' | 'repeated_state'

/** Returns `undefined` if the authorization response has this state exactly once. */
export function checkState(query: URLSearchParams, state: string): StateRefusal | undefined {
  const states = query.getAll('state')
  const [sent] = states
  if (sent === undefined || sent === '') return 'no_state'
  if (states.length > 1) return 'repeated_state'
  if (!equals(sent, state)) return 'wrong_state'
  return undefined
}

/** Compares in constant time. The digests have the equal lengths that `timingSafeEqual` needs. */
function equals(left: string, right: string): boolean {
  return timingSafeEqual(digest(left), digest(right))
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
