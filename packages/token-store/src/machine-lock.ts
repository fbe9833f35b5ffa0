import { join, resolve } from 'node:path'
import { dataFolder, userFolder } from './data-folder.ts'
import { createFileLock } from './file-lock.ts'
import { nodeHost } from './host.ts'
import type { NamedLock } from './process-lock.ts'

/** A lock between all processes of this machine. The lock of a process that was killed is free at once. */
export type MachineLock = NamedLock

/** @param folder where the lock files are, on a local disk; by default `locks` in the platform's data folder */
export function machineLock(folder?: string): MachineLock {
  return createFileLock(resolve(folder ?? join(dataFolder(), 'locks')), nodeHost())
}

/** A lock for things that a user has one of, such as a keychain: in `locks` of the user's own data folder. */
export function userLock(): MachineLock {
  return machineLock(join(userFolder(), 'locks'))
}
