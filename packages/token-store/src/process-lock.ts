import type { UpdateOptions } from './token-store.ts'
import { TokenStoreError } from './token-store-error.ts'

/** A lock that has one holder per name at a time. */
export interface NamedLock {
  /**
   * Runs `run` while no other holder of `name` runs.
   *
   * @param options.signal ends the wait (rejecting with its reason), never a run that has begun
   */
  hold<T>(name: string, run: () => Promise<T>, options?: UpdateOptions): Promise<T>
}

/** A run that has begun. After its end, calls that it started and did not await may hold the same name. */
interface Turn {
  readonly name: string
  ended: boolean
}

/** The part of AsyncLocalStorage that is used. It says inside which runs a call was made, even after awaits. */
interface Context {
  getStore(): readonly Turn[] | undefined
  run<T>(turns: readonly Turn[], body: () => T): T
}

/**
 * A lock for the calls of this process, first come, first served.
 *
 * @throws TokenStoreError `reentrant`, from `hold`, if the caller already holds the same name
 */
export function createProcessLock(): NamedLock {
  // Each name that is held, with the callers that wait for it.
  const queues = new Map<string, (() => void)[]>()
  let context: Context | undefined

  function release(name: string): void {
    const next = queues.get(name)?.shift()
    if (next) next()
    else queues.delete(name)
  }

  return {
    async hold(name, run, { signal } = {}) {
      signal?.throwIfAborted()
      context ??= createContext()
      const outer = context?.getStore() ?? []
      if (outer.some((turn) => turn.name === name && !turn.ended)) throw reentrant()

      const waiting = queues.get(name)
      if (waiting) await join(waiting, signal)
      if (!waiting) queues.set(name, [])
      const turn: Turn = { name, ended: false }
      try {
        return await (context ? context.run([...outer.filter(({ ended }) => !ended), turn], run) : run())
      } finally {
        turn.ended = true
        release(name)
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
    'The caller is already changing this record, so this call would wait for ever: return the new record from the change instead.',
  )
}

/** `undefined` without AsyncLocalStorage: a run that takes its own name again then waits until its signal aborts. */
function createContext(): Context | undefined {
  // Not imported, since this module also runs in browsers and workers.
  const hooks = globalThis.process?.getBuiltinModule?.('node:async_hooks')
  return hooks ? new hooks.AsyncLocalStorage<readonly Turn[]>() : undefined
}
