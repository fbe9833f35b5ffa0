import { open, readdir, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { errorCode, writeFailed } from './file-errors.ts'
import type { Host } from './host.ts'

/**
 * Puts `text` in the place of a file, for us alone: at any moment, also after a power cut, the path holds all of the old
 * text or all of the new. For one caller at a time per path, as are the others here.
 */
export async function replaceFile(path: string, text: string, host: Host): Promise<void> {
  const temporary = temporaryPath(path)
  try {
    await writeNewFile(temporary, text)
    await renamePatiently(temporary, path, host)
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {})
    throw writeFailed(path, error)
  }
  await settleFolder(dirname(path), host)
}

/** Removes a file and all that was set aside from it: what is deleted may hold secrets, and leaves nothing behind. */
export async function removeFile(path: string, host: Host): Promise<void> {
  const folder = dirname(path)
  try {
    const aside = (await readdir(folder)).filter((name) => name.startsWith(`${basename(path)}.damaged-`))
    await Promise.all([path, ...aside.map((name) => join(folder, name))].map((file) => rm(file, { force: true })))
  } catch (error) {
    throw writeFailed(path, error)
  }
  await settleFolder(dirname(path), host)
}

/** Removes what a writer that crashed left beside the file. */
export async function removeLeftover(path: string): Promise<void> {
  try {
    await rm(temporaryPath(path), { force: true })
  } catch (error) {
    throw writeFailed(temporaryPath(path), error)
  }
}

/** Gives a file that cannot be understood another name, so that it is not overwritten. */
export async function setAside(path: string, host: Host): Promise<void> {
  try {
    await renamePatiently(path, `${path}.damaged-${host.now()}`, host)
  } catch (error) {
    throw writeFailed(path, error)
  }
}

/** Renames also where a virus scanner or a reader has the file open for a moment, which Windows does not allow. */
async function renamePatiently(from: string, to: string, host: Host): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await host.rename(from, to)
    } catch (error) {
      const busy = host.platform === 'win32' && ['EPERM', 'EBUSY', 'EACCES'].includes(errorCode(error) ?? '')
      if (!busy || attempt === 8) throw error
    }
    await host.sleep(5 * 2 ** attempt)
  }
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
