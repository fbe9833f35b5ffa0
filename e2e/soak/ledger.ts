import { type Calls, createCalls } from './calls.ts'
import type { Desk, Kind } from './decks.ts'
import { createFamilies, type Families } from './families.ts'
import { createJournal, type Journal } from './journal.ts'

/** What the server knows of all that it was asked, said and issued. */
export interface Ledger {
  readonly families: Families
  readonly calls: Calls
  readonly journal: Journal
  /** How requests were treated, by desk and kind. */
  readonly counts: Map<string, number>
  /** Until when everything is refused, at the MCP servers and at the token endpoint. */
  readonly closed: { mcp: number; token: number }
  /** Codes that were issued, and to whom. */
  readonly codes: Map<string, string>
  /** Whatever no output may hold. */
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
