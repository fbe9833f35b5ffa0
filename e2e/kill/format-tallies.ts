import { alignColumns } from '../src/align-columns.ts'
import type { Tally } from './kill-on-store.ts'
import { type Moment, moments } from './referee.ts'

export function formatTallies(tallies: readonly Tally[], seed: number): string {
  const count = (tally: Tally, moment: Moment): string => `${tally.moments.filter((one) => one === moment).length}`
  return [
    'SIGKILL in a loop of refreshes by 4 processes, by where it fell: between turns; or in the turn of the record, before',
    'the server was asked, before it answered, before the new tokens were written, after that.',
    '',
    alignColumns([
      ['', 'kills', ...moments, 'sign-ins'],
      ...tallies.map((tally) => [
        tally.store,
        `${tally.moments.length}`,
        ...moments.map((moment) => count(tally, moment)),
        `${tally.signIns}`,
      ]),
    ]),
    '',
    'After each, a new process and the three others renewed; or, for the sign-ins, the server had replaced the refresh token',
    `and its answer was lost. KILL_SEED=${seed} makes the same choices again.`,
    ...tallies.flatMap(({ store, moments, failure }) =>
      failure === undefined ? [] : [`FAILED on ${store}, kill ${moments.length + 1}: ${failure}`],
    ),
  ].join('\n')
}
