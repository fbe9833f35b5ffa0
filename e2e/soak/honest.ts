import { type Harmful, type Harmless, lies } from './decks.ts'
import type { Card } from './plan.ts'

/** How an answer is sent: a lie, once it is told, as it should be. */
export function honest({ kind }: Card): Harmless | Harmful {
  return isLie(kind) ? 'as it should be' : kind
}

function isLie(kind: Card['kind']): kind is (typeof lies)[number] {
  return lies.some((lie) => lie === kind)
}
