import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The place of this file, and what tells of the runtime; tests pass another one. */
export interface Surroundings {
  /** A URL of its own scheme within a program that Bun has compiled. */
  readonly url: string
  readonly isBun: boolean
  readonly exists: (path: string) => boolean
  readonly load: (path: string) => unknown
}

/**
 * Imports a package that has a native part. Its name is no literal, and so nothing that a bundler follows: each stops at a
 * `.node` file, also where the program is given another store. It is looked for from this file.
 */
export async function importNative(name: string, here: Surroundings = thisFile): Promise<unknown> {
  if (!here.isBun) return import(/* webpackIgnore: true */ /* @vite-ignore */ name)
  // Bun would look in the working folder, where others may have put something, or fetch the newest from the registry.
  const folder = foldersOf(here.url)
    .map((each) => join(each, 'node_modules', name))
    .find(here.exists)
  if (folder === undefined) throw new Error(`${name} is not installed beside ${here.url}`)
  return here.load(folder)
}

const thisFile: Surroundings = {
  url: import.meta.url,
  isBun: process.versions.bun !== undefined,
  exists: existsSync,
  load: (path) => createRequire(import.meta.url)(path),
}

/** The folder of a file, and all above; none of what lies within a compiled program. */
function foldersOf(url: string): readonly string[] {
  if (!url.startsWith('file:') || /[/\\](\$bunfs|~BUN)[/\\]/.test(decodeURI(url))) return []
  const folders = [dirname(fileURLToPath(url))]
  for (let above = dirname(folders[0] ?? ''); above !== folders.at(-1); above = dirname(above)) folders.push(above)
  return folders
}
