import { isAbsolute, join, relative, sep } from 'node:path'
import type { Config } from '@fast-agent-auth/config'

/** Sentences about the files that were read, left out and not found. */
export function configurationLine(
  { files, leftOut, missing, folders, servers }: Config,
  { cwd, home }: { readonly cwd: string; readonly home?: string | undefined },
): string {
  const show = (path: string): string => shownPath(path, cwd, home)
  const read = [...files.map(show), ...(servers.some(({ file }) => file === 'environment') ? ['the environment'] : [])]
  const top = folders.at(-1)
  const where = top === undefined || top === cwd ? 'here' : `here or above, up to ${show(top)}`
  // A file that was left out was found, so it is not listed as missing.
  const absent = missing.filter((name) => !leftOut.some((file) => file.endsWith(`${sep}${name}`)))
  return [
    `Configuration: ${read.length === 0 ? 'none' : list(read)}.`,
    ...(leftOut.length > 0 ? [`Left out: ${list(leftOut.map(show))}.`] : []),
    ...(absent.length > 0 ? [`Not found ${where}: ${list(absent)}.`] : []),
  ].join(' ')
}

function list(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}

function shownPath(path: string, cwd: string, home: string | undefined): string {
  const below = (folder: string): string | undefined => {
    const way = relative(folder, path)
    return way.startsWith('..') || isAbsolute(way) ? undefined : way
  }
  const fromHome = home === undefined ? undefined : below(home)
  return below(cwd) ?? (fromHome === undefined ? path : join('~', fromHome))
}
