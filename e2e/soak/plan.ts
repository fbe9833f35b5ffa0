import { seededRandom } from '../kill/random.ts'
import { type Desk, deckOf, type Kind } from './decks.ts'

/** The treatment of one request. */
export interface Card {
  readonly kind: Kind
  /** From 0 to 1, for what a kind leaves open: how long, which status, with or without. */
  readonly choice: number
  readonly more: number
}

/** Cards for all requests: the same for the same seed, desk by desk, in the order of arrival. */
export interface Plan {
  deal(desk: Desk): Card
  /** From now on, all is as it should be. */
  behave(): void
}

export function createPlan(seed: number): Plan {
  const dealers = {
    mcp: createDealer('mcp', seed),
    token: createDealer('token', seed + 1),
    signIn: createDealer('signIn', seed + 2),
  }
  let behaves = false
  return {
    deal: (desk) => (behaves ? { kind: 'as it should be', choice: 0, more: 0 } : dealers[desk]()),
    behave() {
      behaves = true
    },
  }
}

/** The answer is decided before anybody looks at the request. */
export function isUnheard({ kind, more }: Card): boolean {
  if (['429', '500', '502', '503', 'HTML', 'hung up late'].includes(kind)) return more < 0.5
  return ['reset before', 'hung up at once', 'redirect elsewhere', 'redirect here'].includes(kind)
}

/** Deals a shuffled deck to its end before it shuffles anew, so that no kind is left out for long. */
function createDealer(desk: Desk, seed: number): () => Card {
  const random = seededRandom(seed)
  let left: Kind[] = []
  return () => {
    if (left.length === 0) left = shuffled(deckOf(desk), random)
    return { kind: left.pop() ?? 'as it should be', choice: random(), more: random() }
  }
}

function shuffled<T>(items: readonly T[], random: () => number): T[] {
  return items
    .map((item) => ({ item, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item)
}
