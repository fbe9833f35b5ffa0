import type { StoreName } from '../src/open-shared-store.ts'

/** The reason why the stored access token is of no use: its time is over, or the server refuses it all the same. */
export type Kind = 'expired' | 'refused' | 'no expires_in'

export type ApplicationName = 'ours' | 'SDK v1' | 'SDK v2' | 'mcp-remote'

/** Processes that share a sign-in, whose access token ends for all at the same moment. */
export interface Row {
  readonly application: ApplicationName
  /** A peer keeps its tokens in a file. */
  readonly store: StoreName
  readonly processes: number
  /** The number in each process, as if each were a worker of its own. */
  readonly sessions: number
  /** The number of calls of each session, all at once. */
  readonly calls: number
  readonly kind: Kind
}

export interface Figures {
  readonly answered: number
  readonly refreshes: number
  /** How often a browser was opened. */
  readonly windows: number
}

const kinds: readonly Kind[] = ['expired', 'refused', 'no expires_in']

const ours: readonly Row[] = (['file', 'keychain', 'redis'] as const).flatMap((store) =>
  [8, 32].flatMap((processes) =>
    kinds.map((kind) => ({ application: 'ours' as const, store, processes, sessions: 1, calls: 10, kind })),
  ),
)

const workers: Row = { application: 'ours', store: 'redis', processes: 8, sessions: 25, calls: 1, kind: 'refused' }

const peers: readonly Row[] = (['SDK v1', 'SDK v2', 'mcp-remote'] as const).flatMap((application) =>
  kinds.map((kind) => ({ application, store: 'file' as const, processes: 8, sessions: 1, calls: 10, kind })),
)

export const rows: readonly Row[] = [...ours, workers, ...peers]

export function expectedAnswers({ processes, sessions, calls }: Row): number {
  return processes * sessions * calls
}

/** Whether nobody was left without an answer, one process refreshed for all, and no person was asked. */
export function isPerfect(row: Row, figures: Figures | undefined): boolean {
  if (!figures) return false
  return figures.answered === expectedAnswers(row) && figures.refreshes === 1 && figures.windows === 0
}

/** Names the processes and their work, whatever the kind. */
export function fleetOf({ application, store, processes, sessions, calls }: Row): string {
  const who = application === 'ours' ? `ours on ${store}` : application
  return `${who}, ${processes} × ${sessions === 1 ? '' : `${sessions} workers × `}${calls}`
}

export function nameOf(row: Row): string {
  return `${fleetOf(row)}, ${row.kind}`
}
