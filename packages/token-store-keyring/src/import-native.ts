import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The location of this file and the functions of the runtime; tests replace them. */
export interface Surroundings {
  /** The URL of this file. Within a program that Bun has compiled, its scheme is not `file:`. */
  readonly url: string
  readonly isBun: boolean
  readonly exists: (path: string) => boolean
  readonly load: (path: string) => unknown
}

/**
 * Imports a package that has a native part, from the location of this file. The name is not a literal, so that no bundler
 * follows it: bundlers fail at a `.node` file, even if the program uses another store.
 */
export async function importNative(name: string, here: Surroundings = thisFile): Promise<unknown> {
  if (!here.isBun) return import(/* webpackIgnore: true */ /* @vite-ignore */ name)
  // Bun would look in the working folder, where others may have put a package, or download the newest one.
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
  // Not imported, since bundled programs declare a `createRequire` of their own.
  load: (path) => process.getBuiltinModule('node:module').createRequire(import.meta.url)(path),
}

/** The folders in which Node looks for the packages of a file; no folders for a file inside a compiled program. */
function foldersOf(url: string): readonly string[] {
  if (!url.startsWith('file:') || /[/\\](\$bunfs|~BUN)[/\\]/.test(decodeURI(url))) return []
  const all = (path: string): readonly string[] =>
    dirname(path) === path ? [] : [dirname(path), ...all(dirname(path))]
  return all(fileURLToPath(url))
}
