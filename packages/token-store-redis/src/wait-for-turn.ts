import { pause } from './pause.ts'
import type { RecordCommands, StoredRecord, Turn } from './record-commands.ts'

/** Waits for the turn and returns the record. The signal ends the wait with its reason, and the turn is given back. */
export async function waitForTurn(
  commands: RecordCommands,
  turn: Turn,
  signal: AbortSignal | undefined,
): Promise<StoredRecord> {
  for (let attempt = 0; ; attempt++) {
    signal?.throwIfAborted()
    const taken = await attemptTurn(commands, turn, signal)
    if (taken) return taken
    await pause(attempt, signal)
  }
}

async function attemptTurn(
  commands: RecordCommands,
  turn: Turn,
  signal: AbortSignal | undefined,
): Promise<StoredRecord | undefined> {
  const taking = commands.take(turn)
  try {
    return await unlessAborted(taking, signal)
  } catch (error) {
    // The caller no longer waits, but the turn may still be granted. Then it is given back.
    if (signal?.aborted) taking.then((taken) => taken && commands.release(turn)).catch(() => {})
    throw error
  }
}

/** Resolves as the promise does, or rejects with the signal's reason as soon as the signal aborts. */
function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  return new Promise((resolve, reject) => {
    const leave = () => reject(signal?.reason)
    signal?.addEventListener('abort', leave, { once: true })
    promise.then(resolve, reject).finally(() => signal?.removeEventListener('abort', leave))
  })
}
