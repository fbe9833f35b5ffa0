import { randomBytes } from 'node:crypto'
import { fsync } from 'node:fs'
import { open, readdir, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { errorCode, writeFailed } from './file-errors.ts'
import type { Host } from './host.ts'
import { makePrivateFolder } from './private-path.ts'
import { retryWhileBusy } from './retry-while-busy.ts'

/**
 * Replaces a file by one with `text` that only this user can access. At any moment, even after a power cut, the path has
 * all of the old text or all of the new. Only one caller at a time may use a path, here and in the functions below.
 */
export function replaceFile(path: string, text: string, host: Host): Promise<void> {
  return replaceBy(path, (temporary) => writeFile(temporary, text, 'wx'), host)
}

/** Reserves room on the disk, into which `fillRoom` later writes a text. */
export function reserveRoom(path: string, size: number): Promise<void> {
  // Random bytes, since file systems compress other bytes and do not store zeros.
  return writing(path, (temporary) => writeFile(temporary, randomBytes(size), 'wx'))
}

/** Replaces the file as `replaceFile` does, in the room that was reserved. */
export function fillRoom(path: string, text: string, host: Host): Promise<void> {
  return replaceBy(path, (temporary) => writeFile(temporary, text, 'r+'), host)
}

async function replaceBy(path: string, write: (temporary: string) => Promise<void>, host: Host): Promise<void> {
  await writing(path, async (temporary) => {
    await write(temporary)
    await retryWhileBusy(host, () => host.rename(temporary, path))
  })
  await settleFolder(dirname(path), host)
}

/** Writes to a temporary file, and removes that file if the write fails. */
async function writing(path: string, write: (temporary: string) => Promise<void>): Promise<void> {
  const temporary = temporaryPath(path)
  try {
    await write(temporary)
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {})
    throw writeFailed(path, error)
  }
}

/** Removes a file and its damaged copies, so that nothing is left of a deleted record, which may hold secrets. */
export async function removeFile(path: string, host: Host): Promise<void> {
  const folder = asideFolder(path)
  try {
    const names = await readdir(folder).catch(noFolder)
    const aside = names.filter((name) => name.startsWith(`${basename(path)}-`)).map((name) => join(folder, name))
    await Promise.all([path, ...aside].map((file) => retryWhileBusy(host, () => rm(file, { force: true }))))
  } catch (error) {
    throw writeFailed(path, error)
  }
  await settleFolder(dirname(path), host)
}

/** Removes the temporary file that a crashed writer left. */
export async function removeLeftover(path: string, host: Host): Promise<void> {
  try {
    await retryWhileBusy(host, () => rm(temporaryPath(path), { force: true }))
  } catch (error) {
    throw writeFailed(temporaryPath(path), error)
  }
}

/** Moves a damaged file to the folder `damaged`, so that it is not overwritten. */
export async function moveToDamaged(path: string, host: Host): Promise<void> {
  const folder = asideFolder(path)
  await makePrivateFolder(folder, host)
  try {
    await retryWhileBusy(host, () => host.rename(path, join(folder, `${basename(path)}-${host.now()}`)))
  } catch (error) {
    throw writeFailed(path, error)
  }
}

/** Returns no names if there is no folder `damaged`, or a file of that name, since nothing was moved there. */
function noFolder(error: unknown): string[] {
  if (['ENOENT', 'ENOTDIR'].includes(String(errorCode(error)))) return []
  throw error
}

/** The folder for damaged files. It is separate, so that a search for them does not read the names of all records. */
function asideFolder(path: string): string {
  return join(dirname(path), 'damaged')
}

/** The one temporary name of a file. Writers take turns, so a file found under this name was left by a crash. */
function temporaryPath(path: string): string {
  return `${path}.tmp`
}

/** Flushes by file number, since file handles of Yarn PnP have no `sync`. */
const flush = promisify(fsync)

/** @param flags `wx` for a new file, `r+` to write over the bytes of an existing one */
async function writeFile(path: string, content: string | Uint8Array, flags: 'wx' | 'r+'): Promise<void> {
  const bytes = Buffer.from(content)
  const file = await open(path, flags, 0o600)
  try {
    await file.writeFile(bytes)
    await file.truncate(bytes.length)
    await flush(file.fd)
  } finally {
    await file.close()
  }
}

/** Flushes the folder, so that the new name survives a power cut. Errors are ignored, since not every file system can do it. */
async function settleFolder(folder: string, host: Host): Promise<void> {
  if (host.platform === 'win32') return
  await flushFolder(folder).catch(() => {})
}

async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await flush(handle.fd)
  } finally {
    await handle.close()
  }
}
