import { lstatSync, realpathSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

/**
 * The folders in which a project's files may be, the nearest first: from the current folder upward to the first that holds
 * `.git`, or to the home folder. If the way up meets neither of these, or a folder that everyone can write to, where anybody
 * may have put a file, only the current folder counts. The same holds if there is no home folder.
 */
export function searchFolders(cwd: string, home: string | undefined): readonly string[] {
  if (home === undefined) return [cwd]
  const homes = [resolve(home), realPath(home)]
  const ends = (folder: string): boolean => homes.includes(folder) || exists(join(folder, '.git'))
  const folders = [cwd]
  for (let folder = cwd; !ends(folder); folder = dirname(folder)) {
    const parent = dirname(folder)
    if (parent === folder || isShared(parent)) return [cwd]
    folders.push(parent)
  }
  return folders
}

/** Whether the path exists, even if it is a link that leads nowhere. */
export function exists(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined
  } catch {
    return false
  }
}

function realPath(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return path
  }
}

function isShared(folder: string): boolean {
  // Windows has no such bit, and reports it for every folder.
  if (process.platform === 'win32') return false
  try {
    return (statSync(folder).mode & 0o002) !== 0
  } catch {
    return false
  }
}
