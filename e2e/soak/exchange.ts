import type { Answer } from './answer.ts'
import type { Harmful, Harmless } from './decks.ts'
import type { Ledger } from './ledger.ts'
import type { Card } from './plan.ts'

/** A request that arrived as a whole. */
export interface Asked {
  readonly method: string
  readonly url: URL
  readonly headers: Headers
  readonly body: string
}

/** What to answer, and how it is sent. */
export interface Exchange {
  /** `undefined` where the request was not even looked at. */
  readonly answer?: Answer | undefined
  readonly delivery: Harmless | Harmful
  /** Told how the answer was spoiled, or `undefined` where it arrived. */
  readonly settle?: ((spoiled: string | undefined) => void) | undefined
}

export interface Desks {
  readonly ledger: Ledger
  /** Asks the server behind, which does all as it should. */
  ask(asked: Asked): Promise<Answer>
  /** What token responses say of the lifetime of access tokens, in s; `undefined` where they say nothing. */
  readonly expiresIn: number | undefined
}

/** Whether the answer is decided before anybody looks at the request. */
export function isUnheard({ kind, more }: Card): boolean {
  if (['429', '500', '502', '503', 'HTML', 'hung up late'].includes(kind)) return more < 0.5
  return ['reset before', 'hung up at once', 'redirect elsewhere', 'redirect here'].includes(kind)
}
