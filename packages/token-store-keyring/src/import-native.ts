import { existsSync } from 'node:fs'
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

export const thisFile: Surroundings = {
  url: import.meta.url,
  isBun: process.versions.bun !== undefined,
  exists: existsSync,
  // Not imported: programs in a bundle declare `createRequire` for parts in CommonJS.
  load: (path) => process.getBuiltinModule('node:module').createRequire(import.meta.url)(path),
}

/** The folders in which packages of a file are looked for; none for what lies within a compiled program. */
function foldersOf(url: string): readonly string[] {
  if (!url.startsWith('file:') || /[/\\](\$bunfs|~BUN)[/\\]/.test(decodeURI(url))) return []
  const all = (path: string): readonly string[] =>
    dirname(path) === path ? [] : [dirname(path), ...all(dirname(path))]
  return all(fileURLToPath(url))
}
