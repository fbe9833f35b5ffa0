import { join, resolve } from 'node:path'
import { dataFolder } from './data-folder.ts'
import { createFileLock, type MachineLock } from './file-lock.ts'
import { nodeHost } from './host.ts'

export type { MachineLock } from './file-lock.ts'

/** @param folder where the lock files are, on a local disk; by default `locks` in the platform's data folder */
export function machineLock(folder?: string): MachineLock {
  return createFileLock(resolve(folder ?? join(dataFolder(), 'locks')), nodeHost())
}
