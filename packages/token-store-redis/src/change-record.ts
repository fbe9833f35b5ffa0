import { randomUUID } from 'node:crypto'
import { type Change, TokenStoreError } from '@fast-agent-auth/token-store'
import type { RecordCommands, StoredRecord, Turn } from './record-commands.ts'
import { waitForTurn } from './wait-for-turn.ts'

export interface ChangeOptions {
  readonly key: string
  readonly signal?: AbortSignal | undefined
  readonly reserve?: number | undefined
  /** In milliseconds. */
  readonly lease: number
}

/** One turn: takes it, keeps it as long as the change runs, writes what came of it. */
export async function changeRecord(
  commands: RecordCommands,
  change: Change,
  { key, signal, reserve, lease }: ChangeOptions,
): Promise<string | undefined> {
  const turn = { key, holder: randomUUID() }
  // What a change brings might be lost, as what was written last was.
  if (reserve !== undefined && commands.lastWrite.failed) await writeAgain(commands, turn, signal)
  const present = await waitForTurn(commands, turn, signal)
  // Where the lease cannot be renewed, the end of the turn shows what became of it.
  const renewing = setInterval(() => void commands.renew(turn).catch(() => {}), lease / 3)
  renewing.unref()
  try {
    return await carryOut(commands, turn, present, change)
  } finally {
    clearInterval(renewing)
  }
}

/** Writes the record as it is, in a turn of its own. */
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
    // What cannot be given back ends with its lease.
    if (!ended) await commands.release(turn).catch(() => {})
  }
}

function lostTurn(): TokenStoreError {
  const message =
    'The turn was lost before the change was done: its lease lapsed, since this process was paused or cut off from ' +
    'Redis, and somebody else has the turn or has changed the record. Theirs is kept: read the record again.'
  return new TokenStoreError('lost_turn', message)
}
