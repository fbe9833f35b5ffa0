import { lstat, realpath, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'

/**
 * The folders in which a project's files may be, the nearest first: the one we are in, then upward to the first that
 * holds `.git`, or to the home folder. Where the way up meets neither, or a folder that everyone can write to, we stay
 * where we are: what lies in a shared folder may be of anybody. So we do without a home folder.
 */
export async function searchFolders(cwd: string, home: string | undefined): Promise<readonly string[]> {
  if (home === undefined) return [cwd]
  const homes = [resolve(home), await realpath(home).catch(() => home)]
  const ends = async (folder: string): Promise<boolean> =>
    homes.includes(folder) || (await exists(join(folder, '.git')))
  const folders = [cwd]
  for (let folder = cwd; !(await ends(folder)); folder = dirname(folder)) {
    const parent = dirname(folder)
    if (parent === folder || (await isShared(parent))) return [cwd]
    folders.push(parent)
  }
  return folders
}

/** Whether there is something of that name, a link that leads nowhere included. */
export function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  )
}

async function isShared(folder: string): Promise<boolean> {
  // Windows has no such bit, and says that all have it.
  if (process.platform === 'win32') return false
  const found = await stat(folder).catch(() => undefined)
  return found !== undefined && (found.mode & 0o002) !== 0
}
