import { open, readdir, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { errorCode, writeFailed } from './file-errors.ts'
import type { Host } from './host.ts'
import { patiently } from './patiently.ts'
import { makePrivateFolder } from './private-path.ts'

/**
 * Puts `text` in the place of a file, for us alone: at any moment, also after a power cut, the path holds all of the old
 * text or all of the new. For one caller at a time per path, as are the others here.
 */
export async function replaceFile(path: string, text: string, host: Host): Promise<void> {
  const temporary = temporaryPath(path)
  try {
    await writeNewFile(temporary, text)
    await patiently(host, () => host.rename(temporary, path))
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {})
    throw writeFailed(path, error)
  }
  await settleFolder(dirname(path), host)
}

/** Removes a file and all that was set aside from it: what is deleted may hold secrets, and leaves nothing behind. */
export async function removeFile(path: string, host: Host): Promise<void> {
  const folder = asideFolder(path)
  try {
    const names = await readdir(folder).catch(noFolder)
    const aside = names.filter((name) => name.startsWith(`${basename(path)}-`)).map((name) => join(folder, name))
    await Promise.all([path, ...aside].map((file) => patiently(host, () => rm(file, { force: true }))))
  } catch (error) {
    throw writeFailed(path, error)
  }
  await settleFolder(dirname(path), host)
}

/** Removes what a writer that crashed left beside the file. */
export async function removeLeftover(path: string, host: Host): Promise<void> {
  try {
    await patiently(host, () => rm(temporaryPath(path), { force: true }))
  } catch (error) {
    throw writeFailed(temporaryPath(path), error)
  }
}

/** Moves a file that cannot be understood to the folder `damaged`, so that it is not overwritten. */
export async function setAside(path: string, host: Host): Promise<void> {
  const folder = asideFolder(path)
  await makePrivateFolder(folder, host)
  try {
    await patiently(host, () => host.rename(path, join(folder, `${basename(path)}-${host.now()}`)))
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

async function writeNewFile(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', 0o600)
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** Asks that the new name outlives a power cut. Not every file system can, and none could take the change back. */
async function settleFolder(folder: string, host: Host): Promise<void> {
  if (host.platform === 'win32') return
  const handle = await open(folder, 'r').catch(() => undefined)
  await handle?.sync().catch(() => {})
  await handle?.close()
}
