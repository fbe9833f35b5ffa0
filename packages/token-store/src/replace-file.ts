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
 * Puts `text` in the place of a file, for us alone: at any moment, also after a power cut, the path holds all of the old
 * text or all of the new. For one caller at a time per path, as are the others here.
 */
export function replaceFile(path: string, text: string, host: Host): Promise<void> {
  return replaceBy(path, (temporary) => writeFile(temporary, text, 'wx'), host)
}

/** Takes the room for a text that is to come, which is then put there by `fillRoom`. */
export function reserveRoom(path: string, size: number): Promise<void> {
  // Of random bytes: file systems compress others, and keep no zeros.
  return writing(path, (temporary) => writeFile(temporary, randomBytes(size), 'wx'))
}

/** As `replaceFile`, in the room that was reserved. */
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

/** Leaves no temporary file where the writing fails. */
async function writing(path: string, write: (temporary: string) => Promise<void>): Promise<void> {
  const temporary = temporaryPath(path)
  try {
    await write(temporary)
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {})
    throw writeFailed(path, error)
  }
}

/** Removes a file and all that was set aside from it: what is deleted may hold secrets, and leaves nothing behind. */
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

/** Removes what a writer that crashed left beside the file. */
export async function removeLeftover(path: string, host: Host): Promise<void> {
  try {
    await retryWhileBusy(host, () => rm(temporaryPath(path), { force: true }))
  } catch (error) {
    throw writeFailed(temporaryPath(path), error)
  }
}

/** Moves a file that cannot be understood to the folder `damaged`, so that it is not overwritten. */
export async function moveToDamaged(path: string, host: Host): Promise<void> {
  const folder = asideFolder(path)
  await makePrivateFolder(folder, host)
  try {
    await retryWhileBusy(host, () => host.rename(path, join(folder, `${basename(path)}-${host.now()}`)))
  } catch (error) {
    throw writeFailed(path, error)
  }
}

/** Nothing was set aside, or something else has its place. */
function noFolder(error: unknown): string[] {
  if (['ENOENT', 'ENOTDIR'].includes(String(errorCode(error)))) return []
  throw error
}

/** A folder of its own, so that it takes no longer to find what was set aside where there are many records. */
function asideFolder(path: string): string {
  return join(dirname(path), 'damaged')
}

/** One name a file: its writers come one by one, so what is found there was left by a crash. */
function temporaryPath(path: string): string {
  return `${path}.tmp`
}

/** By the number of a file, since file handles of Yarn PnP have no `sync`. */
const flush = promisify(fsync)

/** @param flags `wx` for a new file, `r+` over the bytes of one that is there */
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

/** Asks that the new name outlives a power cut. Not every file system can, and none could take the change back. */
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
