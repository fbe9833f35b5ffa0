import type { UpdateOptions } from './token-store.ts'
import { TokenStoreError } from './token-store-error.ts'

/** Exclusive turns per key within this process, first come, first served. */
export interface Turns {
  /**
   * Runs `run` while no other run has the turn of `key`.
   *
   * @param options.signal ends the wait (rejecting with its reason), never a run that has begun
   */
  take<T>(key: string, run: () => Promise<T>, options?: UpdateOptions): Promise<T>
}

/** A run that has begun. Where it has ended, calls that it left behind may take the same key. */
interface Turn {
  readonly key: string
  ended: boolean
}

/** What of AsyncLocalStorage is used: it tells whose call this is, however many awaits later. */
interface Context {
  getStore(): readonly Turn[] | undefined
  run<T>(turns: readonly Turn[], body: () => T): T
}

export function createTurns(): Turns {
  // A key is here while somebody has its turn, with those who wait for it.
  const queues = new Map<string, (() => void)[]>()
  let context: Context | undefined

  function release(key: string): void {
    const next = queues.get(key)?.shift()
    if (next) next()
    else queues.delete(key)
  }

  return {
    async take(key, run, { signal } = {}) {
      signal?.throwIfAborted()
      context ??= createContext()
      const outer = context?.getStore() ?? []
      if (outer.some((turn) => turn.key === key && !turn.ended)) throw reentrant()

      const waiting = queues.get(key)
      if (waiting) await join(waiting, signal)
      if (!waiting) queues.set(key, [])
      const turn: Turn = { key, ended: false }
      try {
        return await (context ? context.run([...outer.filter(({ ended }) => !ended), turn], run) : run())
      } finally {
        turn.ended = true
        release(key)
      }
    },
  }
}

function join(waiting: (() => void)[], signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const start = () => {
      signal?.removeEventListener('abort', leave)
      resolve()
    }
    const leave = () => {
      waiting.splice(waiting.indexOf(start), 1)
      reject(signal?.reason)
    }
    signal?.addEventListener('abort', leave, { once: true })
    waiting.push(start)
  })
}

function reentrant(): TokenStoreError {
  return new TokenStoreError(
    'reentrant',
    'This record is being changed by the caller itself, so its turn would never come: return the new record from the change instead.',
  )
}

/** `undefined` where the runtime has no such thing: there a turn within itself waits until its signal ends the wait. */
function createContext(): Context | undefined {
  // Not imported: this module also runs in browsers and workers.
  const hooks = globalThis.process?.getBuiltinModule?.('node:async_hooks')
  return hooks ? new hooks.AsyncLocalStorage<readonly Turn[]>() : undefined
}
