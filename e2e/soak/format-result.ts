import { alignColumns } from '../src/align-columns.ts'
import { desks, kinds } from './decks.ts'
import type { Fault } from './find-faults.ts'
import { growthOf } from './is-flat.ts'
import { rules, type Tally } from './messages.ts'
import type { ClientResult, SoakResult } from './soak.ts'

/** How many faults of each rule are shown. */
const shown = 5

export function formatResult(
  { clients, books, texts }: SoakResult,
  { faults, seed }: { readonly faults: readonly Fault[]; readonly seed: number },
): string {
  const counts = new Map(books.counts)
  const losses = added(clients.map(({ losses }) => losses))
  const lost = faults.filter(({ about }) => about === rules[0]).length
  return [
    'Clients of three servers that misbehave at random: one process with two accounts on each, and two processes that share',
    'an account on each through a file store. How requests were answered, by MCP servers, by token endpoints and by all that',
    'sign-ins ask:',
    '',
    alignColumns([
      ['', ...desks],
      ...kinds.map((kind) => [kind, ...desks.map((desk) => `${counts.get(`${desk}/${kind}`) ?? '–'}`)]),
      ['all', ...desks.map((desk) => `${sumOf(books.counts.filter(([name]) => name.startsWith(`${desk}/`)))}`)],
    ]),
    '',
    `${books.signIns} sign-ins and ${books.refreshes} refreshes were granted. What callers got:`,
    ...formatTally(added(clients.map(({ outcomes }) => outcomes))),
    '',
    `Calls that ended in login_required: ${sumOf(losses)} because of the server, ${lost} because of the client.`,
    ...formatTally(losses),
    '',
    alignColumns([
      ['process', 'handles', 'files', 'MB in the second third', 'in the last third'],
      ...clients.map(formatClient),
    ]),
    '',
    `${texts.size} texts were searched for ${books.secrets.length} secrets. SOAK_SEED=${seed} repeats the plan.`,
    '',
    ...rules.flatMap((rule) => formatRule(rule, faults)),
  ].join('\n')
}

function formatClient({ name, before, after, samples }: ClientResult): readonly string[] {
  const { middle, last } = growthOf(samples)
  const change = (from: number, to: number): string => (to === from ? `${to}` : `${from} became ${to}`)
  return [
    name,
    change(before.handles.length, after.handles.length),
    change(before.files, after.files),
    megabytes(middle),
    megabytes(last),
  ]
}

function formatRule(rule: (typeof rules)[number], faults: readonly Fault[]): readonly string[] {
  const found = faults.filter(({ about }) => about === rule)
  if (found.length === 0) return [`ok      ${rule}`]
  const more = found.length > shown ? [`        and ${found.length - shown} more`] : []
  return [`FAILED  ${rule}`, ...found.slice(0, shown).map(({ what }) => `        ${what}`), ...more]
}

function formatTally(tally: Tally): readonly string[] {
  return tally.toSorted(([, a], [, b]) => b - a).map(([name, count]) => `  ${String(count).padStart(6)}  ${name}`)
}

function added(tallies: readonly Tally[]): Tally {
  const sums = new Map<string, number>()
  for (const [name, count] of tallies.flat()) sums.set(name, (sums.get(name) ?? 0) + count)
  return [...sums]
}

function sumOf(tally: Tally): number {
  return tally.reduce((sum, [, count]) => sum + count, 0)
}

function megabytes(bytes: number): string {
  return (bytes / 1024 / 1024).toFixed(1)
}
