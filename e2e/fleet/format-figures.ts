import { latency } from '../../benchmarks/src/server-options.ts'
import { alignColumns } from '../src/align-columns.ts'
import type { Measured } from './measure.ts'
import { expectedAnswers, isPerfect, nameOf } from './row.ts'

/** Versions of the peers, by name. */
type Versions = ReadonlyMap<string, string>

export function formatFigures(measured: readonly Measured[], versions: Versions): string {
  return [
    `Processes that share a sign-in when the access token ends, ${latency} ms a request; refresh tokens rotate, and a used`,
    'one ends all that stem from it.',
    '',
    alignColumns([
      ['', 'tokens in', 'processes × calls', 'the token is', 'answered', 'refreshes', 'windows'],
      ...measured.map((one) => formatRow(one, versions)),
    ]),
    '',
    'SDK v1, v2: with a provider as their guides show it, all in one JSON file. mcp-remote: one proxy a process.',
    'The clock of a process is moved where the token is expired; mcp-remote finds the time moved in its file.',
    'A call has 15 s to be answered.',
    ...measured.flatMap(({ row, problem }) => (problem === undefined ? [] : `${nameOf(row)}: ${problem}`)),
  ].join('\n')
}

function formatRow({ row, figures }: Measured, versions: Versions): readonly string[] {
  const { application, store, processes, sessions, calls, kind } = row
  const workers = sessions === 1 ? `${processes} × ${calls}` : `${processes} × ${sessions} workers × ${calls}`
  const who = [application, versions.get(application) ?? ''].join(' ').trim()
  const place = application === 'ours' ? store : application === 'mcp-remote' ? 'its own files' : 'one JSON file'
  if (!figures) return [who, place, workers, kind, '–', '–', '–']
  const { answered, refreshes, windows } = figures
  const missed = application === 'ours' && !isPerfect(row, figures) ? '   MISSED' : ''
  return [who, place, workers, kind, `${answered} of ${expectedAnswers(row)}`, `${refreshes}`, `${windows}${missed}`]
}
