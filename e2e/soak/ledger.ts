import { type Calls, createCalls } from './calls.ts'
import type { Desk, Kind } from './decks.ts'
import { createFamilies, type Families } from './families.ts'
import { createJournal, type Journal } from './journal.ts'

/** The servers' books. */
export interface Ledger {
  readonly families: Families
  readonly calls: Calls
  readonly journal: Journal
  /** Numbers of requests, by desk and kind. */
  readonly counts: Map<string, number>
  /** Times until which everything is refused, at the MCP servers and at the token endpoint. */
  readonly closed: { mcp: number; token: number }
  /** The session that each code was issued to. */
  readonly codes: Map<string, string>
  /** Texts that no output may hold. */
  readonly secrets: Set<string>
  count(desk: Desk, kind: Kind): void
}

/** How long an access token is taken, in ms. */
const lifetime = 6_000

export function createLedger(): Ledger {
  const families = createFamilies(lifetime)
  const counts = new Map<string, number>()
  return {
    families,
    calls: createCalls(families),
    journal: createJournal(),
    counts,
    closed: { mcp: 0, token: 0 },
    codes: new Map(),
    secrets: new Set(),
    count(desk, kind) {
      const name = `${desk}/${kind}`
      counts.set(name, (counts.get(name) ?? 0) + 1)
    },
  }
}
