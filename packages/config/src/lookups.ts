import { readlinkSync } from 'node:fs'
import { dirname, isAbsolute, join, parse, sep } from 'node:path'

/** A name that is looked up on the way to a file. */
export interface Lookup {
  /** The real folder: its path has no link. */
  readonly folder: string
  /** The name in that folder, as a path. */
  readonly entry: string
  /** Whether the entry is the file or a link to it, and not a folder on the way. */
  readonly isLast: boolean
}

/** All names that the system looks up on the way to an absolute path, including links and their targets. */
export function lookupsOf(path: string): readonly Lookup[] {
  const { root } = parse(path)
  const lookups: Lookup[] = []
  const names = namesIn(path)
  let folder = root
  let links = 0
  for (let name = names.shift(); name !== undefined; name = names.shift()) {
    if (name === '..') {
      folder = dirname(folder)
      continue
    }
    const entry = join(folder, name)
    lookups.push({ folder, entry, isLast: names.length === 0 })
    const target = targetOf(entry)
    if (target === undefined) folder = entry
    else {
      // The system follows at most 40 links.
      if (++links > 40) break
      names.unshift(...namesIn(target))
      if (isAbsolute(target)) folder = root
    }
  }
  return lookups
}

function namesIn(path: string): string[] {
  return path
    .slice(parse(path).root.length)
    .split(sep)
    .filter((name) => name !== '' && name !== '.')
}

function targetOf(entry: string): string | undefined {
  try {
    return readlinkSync(entry)
  } catch {
    return undefined
  }
}
