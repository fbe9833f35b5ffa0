import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { startServer } from '../../benchmarks/src/start-server.ts'
import { runAll } from '../conformance/run-all.ts'
import { errorText } from '../src/error-text.ts'
import { type SharedStore, startSharedStore } from '../src/start-shared-store.ts'
import type { Figures, Row } from './row.ts'
import { startWorker, type Worker } from './start-worker.ts'
import { sum } from './sum.ts'
import type { Question } from './worker.ts'

/** A row with its figures, or with the reason why there are none. */
export interface Measured {
  readonly row: Row
  readonly figures?: Figures | undefined
  readonly problem?: string | undefined
  /** It went wrong before a call was made. */
  readonly unprepared?: boolean | undefined
  /** A part of the system is missing. */
  readonly skipped?: boolean | undefined
}

/** Measures rows that differ in nothing but the kind. Leaves nothing running. */
export async function measureKinds(rows: readonly Row[]): Promise<readonly Measured[]> {
  const measured: Measured[] = []
  let attempts = 1
  // After one that went wrong, other processes go on.
  while (measured.length < rows.length) {
    const served = await serve(rows.slice(measured.length))
    const last = served.at(-1)
    // gnome-keyring was seen to go away from the bus while many processes open it. Nobody else gets another attempt.
    const again = last?.unprepared && last.row.store === 'keychain' && attempts++ < 3
    if (again) console.error(`  once more, since nothing was measured: ${last.problem}`)
    measured.push(...(again ? served.slice(0, -1) : served))
  }
  return measured
}

/** Measures rows with the same processes: all, or those up to the first that goes wrong. */
async function serve([first, ...others]: readonly Row[]): Promise<readonly Measured[]> {
  if (!first) return []
  const measured: Measured[] = []
  const workers: Worker[] = []
  let store: SharedStore | undefined
  let row = first
  let prepared = false
  const onPrepared = (): void => {
    prepared = true
  }
  try {
    store = await startSharedStore(first.store)
    for (let i = 0; i < first.processes; i++) workers.push(startWorker(first, store.env))
    await Promise.all(workers.map(({ started }) => started))
    for (row of [first, ...others]) {
      prepared = false
      measured.push({ row, figures: await measure(row, { store, workers, onPrepared }) })
    }
  } catch (error) {
    measured.push({ row, problem: errorText(error), unprepared: !prepared })
  } finally {
    await Promise.all(workers.map(({ stop }) => stop()))
    await store?.stop()
  }
  return measured
}

interface Fleet {
  readonly store: SharedStore
  readonly workers: readonly Worker[]
  /** From here on, a failure counts. */
  readonly onPrepared: () => void
}

/** Lets the access token of one sign-in end for all processes at once, and counts what comes of their calls. */
async function measure({ kind }: Row, { store: { address }, workers, onPrepared }: Fleet): Promise<Figures> {
  const server = await startServer({ unsaid: kind === 'no expires_in' })
  // A folder for each row: SDKs know nothing of servers, and a browser's path with a space in it is two to xdg-open.
  const store =
    address.name === 'file' ? { ...address, place: join(address.place, kind.replaceAll(' ', '-')) } : address
  try {
    // Not all at once: to load takes more than the machine has for so many.
    const openings = workers.map((worker) => () => worker.ask({ open: { url: server.url, store } }))
    await runAll(openings, availableParallelism())
    await workers[0]?.ask('sign in')
    await askAll(workers, 'connect')
    if (kind === 'expired') await askAll(workers, 'pass time')
    await server.expire()
    onPrepared()
    return {
      answered: sum(await askAll(workers, 'call')),
      windows: sum(await askAll(workers, 'windows')),
      refreshes: await server.refreshes(),
    }
  } finally {
    await server.close()
  }
}

/** All at the same moment. */
function askAll(workers: readonly Worker[], question: Question): Promise<readonly number[]> {
  return Promise.all(workers.map(({ ask }) => ask(question)))
}
