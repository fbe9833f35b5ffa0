import { join, resolve } from 'node:path'
import { dataFolder, userFolder } from './data-folder.ts'
import { createFileLock } from './file-lock.ts'
import { nodeHost } from './host.ts'
import type { NamedLock } from './process-lock.ts'

/** A lock between all processes of this machine. If a holder is killed, its lock is free at once. */
export type MachineLock = NamedLock

/** @param folder the folder of the lock files, on a local disk; by default `locks` in the platform's data folder */
export function machineLock(folder?: string): MachineLock {
  return createFileLock(resolve(folder ?? join(dataFolder(), 'locks')), nodeHost())
}

/** A lock for things of which a user has only one, such as a keychain. Its files are in `locks` of the user's data folder. */
export function userLock(): MachineLock {
  return machineLock(join(userFolder(), 'locks'))
}
