import { lstatSync, type Stats } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { errorCode, readFailed, writeFailed } from './file-errors.ts'
import type { Host } from './host.ts'
import { TokenStoreError } from './token-store-error.ts'

/** Makes a folder that only this user can access. A folder that exists must be as private. */
export async function makePrivateFolder(path: string, host: Host): Promise<void> {
  try {
    await mkdir(path, { recursive: true, mode: 0o700 })
  } catch (error) {
    // If something other than a folder has this name, the check below reports it.
    if (errorCode(error) !== 'EEXIST') throw writeFailed(path, error)
  }
  assertPrivateFolder(path, host)
}

/** @returns whether there is such a folder */
export function assertPrivateFolder(path: string, host: Host): boolean {
  const stats = statusOf(path)
  if (!stats) return false
  const flaw = folderFlaw(stats) ?? privacyFlaw(stats, '700', host)
  if (flaw) throw unsafe(path, flaw)
  return true
}

function statusOf(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false })
  } catch (error) {
    throw readFailed(path, error)
  }
}

/** Checks the status of the opened file, so that the file cannot be exchanged between check and use. */
export function assertPrivateFile(path: string, stats: Stats, host: Host): void {
  const flaw = stats.isFile() ? privacyFlaw(stats, '600', host) : 'is not a file: remove it'
  if (flaw) throw unsafe(path, flaw)
}

export function unsafe(path: string, flaw: string): TokenStoreError {
  return new TokenStoreError('unsafe_file', `${path} ${flaw}.`)
}

function folderFlaw(stats: Stats): string | undefined {
  if (stats.isSymbolicLink()) return 'is a symbolic link: name the folder that it points to'
  if (!stats.isDirectory()) return 'is not a folder: remove it, or choose another folder'
  return undefined
}

function privacyFlaw(stats: Stats, mode: string, { platform, userId }: Host): string | undefined {
  // A Windows profile is protected by access lists, which these numbers do not show.
  if (platform === 'win32') return undefined
  if (stats.uid !== userId) return `belongs to another user (${stats.uid}): choose a folder of your own`
  if (stats.mode & 0o077) return `is open to other users: forbid that with "chmod ${mode}"`
  return undefined
}
