import { rename } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import type { TryLock } from './lock-call.ts'
import { loadTryLock } from './native-lock.ts'
import { thisRuntime } from './runtime.ts'

/** The parts of the system that differ between machines; tests replace them. */
export interface Host {
  readonly platform: NodeJS.Platform
  /** The number of the user who runs this process; `undefined` if the platform has no such numbers. */
  readonly userId: number | undefined
  readonly now: () => number
  readonly environment: NodeJS.ProcessEnv
  readonly rename: (from: string, to: string) => Promise<void>
  readonly sleep: (milliseconds: number, options?: { signal?: AbortSignal | undefined }) => Promise<void>
  /** Loads the lock of the kernel. */
  readonly loadLock: () => Promise<TryLock>
}

export function nodeHost(): Host {
  return {
    platform: process.platform,
    userId: process.getuid?.(),
    now: Date.now,
    environment: process.env,
    rename,
    sleep: (milliseconds, options) => sleep(milliseconds, undefined, options),
    loadLock: () => loadTryLock(thisRuntime()),
  }
}
