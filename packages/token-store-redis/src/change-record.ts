import { randomUUID } from 'node:crypto'
import { type Change, TokenStoreError } from '@fast-agent-auth/token-store'
import type { RecordCommands, StoredRecord, Turn } from './record-commands.ts'
import { waitForTurn } from './wait-for-turn.ts'

export interface ChangeOptions {
  readonly key: string
  readonly signal?: AbortSignal | undefined
  readonly reserve?: number | undefined
  /** The duration of the lease, in milliseconds. */
  readonly lease: number
}

/** Takes the turn of a record, keeps it while the change runs, and writes the result. */
export async function changeRecord(
  commands: RecordCommands,
  change: Change,
  { key, signal, reserve, lease }: ChangeOptions,
): Promise<string | undefined> {
  const turn = { key, holder: randomUUID() }
  // After a failed write, test first whether the result of the change can be stored.
  if (reserve !== undefined && commands.lastWrite.failed) await writeAgain(commands, turn, signal)
  const present = await waitForTurn(commands, turn, signal)
  // A failed renewal is ignored: the end of the turn shows whether the lease was lost.
  const renewing = setInterval(() => void commands.renew(turn).catch(() => {}), lease / 3)
  renewing.unref()
  try {
    return await carryOut(commands, turn, present, change)
  } finally {
    clearInterval(renewing)
  }
}

/** Writes the present record unchanged, in a turn of its own. */
async function writeAgain(commands: RecordCommands, turn: Turn, signal: AbortSignal | undefined): Promise<void> {
  const { record } = await waitForTurn(commands, turn, signal)
  try {
    if (record !== undefined) await commands.end(turn, record, record)
  } finally {
    await commands.release(turn).catch(() => {})
  }
}

async function carryOut(
  commands: RecordCommands,
  turn: Turn,
  { record }: StoredRecord,
  change: Change,
): Promise<string | undefined> {
  let ended = false
  try {
    const next = await change(record)
    if (next === record) return next
    const written = await commands.end(turn, record, next)
    ended = true
    if (!written) throw lostTurn()
    return next
  } finally {
    // If the turn cannot be given back, it ends with its lease.
    if (!ended) await commands.release(turn).catch(() => {})
  }
}

function lostTurn(): TokenStoreError {
  const message =
    'The turn was lost before the change was done: its lease lapsed, since this process was paused or cut off from ' +
    'Redis, and another worker has the turn or has changed the record. This change was not written: read the record again.'
  return new TokenStoreError('lost_turn', message)
}
