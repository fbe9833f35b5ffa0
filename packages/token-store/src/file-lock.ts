import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { join } from 'node:path'
import { writeFailed } from './file-errors.ts'
import type { Host } from './host.ts'
import type { TryLock } from './lock-call.ts'
import { makePrivateFolder } from './private-path.ts'
import { createProcessLock, type NamedLock } from './process-lock.ts'
import type { UpdateOptions } from './token-store.ts'
import { TokenStoreError } from './token-store-error.ts'

// One for the whole process, since two locks of the same folder must know of each other.
const lockInProcess = createProcessLock()

/**
 * A lock between processes, with one file for each name. The kernel holds the lock, and frees it when a holder dies.
 */
export function createFileLock(folder: string, host: Host): NamedLock {
  let loaded: TryLock | undefined

  async function holdFile<T>(path: string, run: () => Promise<T>, { signal }: UpdateOptions): Promise<T> {
    loaded ??= await host.loadLock()
    const tryLock = loaded
    await makePrivateFolder(folder, host)
    // The file is never removed: otherwise one process could hold the removed file, and another process a new file.
    const file = await openLockFile(path)
    try {
      await waitForLock(path, () => tryLock(file.fd), { signal, host })
      return await run()
    } finally {
      await file.close()
    }
  }

  return {
    // The calls of this process wait for each other first, so that only one at a time asks the kernel for a name.
    hold: (name, run, options = {}) => {
      const path = join(folder, `${createHash('sha256').update(name).digest('hex')}.lock`)
      return lockInProcess.hold(path, () => holdFile(path, run, options), options)
    },
  }
}

interface Wait {
  readonly signal: AbortSignal | undefined
  readonly host: Host
}

async function waitForLock(path: string, tryLock: () => boolean, { signal, host }: Wait): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    signal?.throwIfAborted()
    if (tryLockFile(path, tryLock)) return
    // An aborted pause rejects with another error; the next round throws the signal's reason.
    await host.sleep(pause(attempt), { signal }).catch(() => {})
  }
}

/** Pauses grow from 2 ms to 50 ms, with a random part so that waiting processes do not stay in step. */
function pause(attempt: number): number {
  return Math.min(50, 2 * 1.5 ** attempt) * (0.5 + Math.random() / 2)
}

function tryLockFile(path: string, tryLock: () => boolean): boolean {
  try {
    return tryLock()
  } catch (cause) {
    throw new TokenStoreError('unavailable', `Cannot lock ${path}. Choose a folder on a local disk.`, { cause })
  }
}

async function openLockFile(path: string): Promise<FileHandle> {
  try {
    return await open(path, constants.O_RDWR | constants.O_CREAT | (constants.O_NOFOLLOW ?? 0), 0o600)
  } catch (error) {
    throw writeFailed(path, error)
  }
}
