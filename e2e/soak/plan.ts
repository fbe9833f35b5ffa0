import { seededRandom } from '../kill/random.ts'
import { type Desk, decks, type Kind } from './decks.ts'

/** How one request is treated. */
export interface Card {
  readonly kind: Kind
  /** From 0 to 1, for what a kind leaves open: how long, which status, with or without. */
  readonly choice: number
  readonly more: number
}

/** What becomes of each request: the same for the same seed, desk by desk, in the order of arrival. */
export interface Plan {
  deal(desk: Desk): Card
  /** From now on, all is as it should be. */
  behave(): void
}

export function createPlan(seed: number): Plan {
  const dealers = {
    mcp: createDealer(decks.mcp, seed),
    token: createDealer(decks.token, seed + 1),
    signIn: createDealer(decks.signIn, seed + 2),
  }
  let behaves = false
  return {
    deal: (desk) => (behaves ? { kind: 'as it should be', choice: 0, more: 0 } : dealers[desk]()),
    behave() {
      behaves = true
    },
  }
}

/** Deals a shuffled deck to its end before it shuffles anew, so that no kind is left out for long. */
function createDealer(counts: Readonly<Partial<Record<Kind, number>>>, seed: number): () => Card {
  const random = seededRandom(seed)
  const deck = Object.entries(counts).flatMap(([kind, count]) => Array<Kind>(count).fill(kind as Kind))
  let left: Kind[] = []
  return () => {
    if (left.length === 0) left = shuffled(deck, random)
    return { kind: left.pop() ?? 'as it should be', choice: random(), more: random() }
  }
}

function shuffled<T>(items: readonly T[], random: () => number): T[] {
  return items
    .map((item) => ({ item, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item)
}
