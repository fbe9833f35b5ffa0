import { accessSync, constants, readlinkSync, realpathSync, type Stats, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { type Person, type Stranger, strangerOf } from './person.ts'

export interface UnsafeOptions {
  /** Nobody is a stranger where it is `undefined`. */
  readonly person: Person | undefined
  /** The folder at which the search for the file began. Default: the one that it lies in. */
  readonly from?: string | undefined
  /** The status of the opened file, which nobody can exchange any more. Default: of what is there now. */
  readonly stats?: Stats | undefined
}

/**
 * Why a file cannot be believed, and what helps: it, or a folder in which its name or the name of a link to it stands, is
 * in the hands of others. `undefined` where only the person and root can have put it there.
 */
export function unsafeReason(
  file: string,
  { person, from, stats = statusOf(file) }: UnsafeOptions,
): string | undefined {
  if (!person) return undefined
  const folder = dirname(file)
  const names = from === undefined || from === folder ? [file] : [file, folder]
  const folders = [...new Set(names.flatMap(foldersHolding))]
  const flaws = [
    ...flawsAt(file, stats, person),
    ...folders.flatMap((path) => flawsAt(path, statusOf(path), person).map((flaw) => ({ ...flaw, folder: path }))),
  ]
  const worst = flaws.find(({ canChange }) => !canChange) ?? flaws[0]
  if (!worst) return undefined
  const helps = worst.canChange
    ? `Take that away by \`chmod go-w ${flaws.map(({ path }) => shellWord(path)).join(' ')}\``
    : 'If you trust it, copy it to a folder that only you can write to'
  return `This file is not read: ${describe(worst)}. ${helps}.`
}

interface Flaw {
  readonly path: string
  readonly stranger: Stranger
  /** Whether the person could put an end to it, and nothing else would suffer. */
  readonly canChange: boolean
  /** Absent where it is the file itself. */
  readonly folder?: string | undefined
}

function flawsAt(path: string, stats: Stats | undefined, person: Person): readonly Flaw[] {
  const stranger = stats && strangerOf(stats, person)
  if (!stats || !stranger) return []
  // What can be read from a device is not what somebody wrote to it.
  if (stranger.kind !== 'owner' && (stats.isCharacterDevice() || isReadOnly(path))) return []
  const isOwn = stats.uid === person.userId
  const isSticky = (stats.mode & 0o1000) !== 0
  return [{ path, stranger, canChange: isOwn && stranger.kind !== 'owner' && !isSticky }]
}

/** The real folders in which a name stands, and the names that it leads to where it is a link. */
function foldersHolding(name: string): readonly string[] {
  const folders: string[] = []
  // As many links as the system follows.
  for (let path = name; folders.length < 40; ) {
    const folder = orUndefined(() => realpathSync(dirname(path)))
    if (folder === undefined) return folders
    folders.push(folder)
    const target = orUndefined(() => readlinkSync(path))
    if (target === undefined) return folders
    path = resolve(folder, target)
  }
  return folders
}

function describe({ stranger, folder }: Flaw): string {
  const what = folder === undefined ? 'it' : `the folder ${folder}`
  if (stranger.kind === 'owner') return `${what} belongs to another user (${stranger.userId})`
  const who = stranger.kind === 'everyone' ? 'everyone' : `the group ${stranger.groupId}`
  return `${who} can write to ${what}`
}

/** Kubernetes gives configurations in folders of mode 777, and nobody can write to them. */
function isReadOnly(path: string): boolean {
  try {
    accessSync(path, constants.W_OK)
    return false
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EROFS'
  }
}

/** What cannot be looked at cannot be read either, which is told then. */
function statusOf(path: string): Stats | undefined {
  return orUndefined(() => statSync(path))
}

function orUndefined<T>(look: () => T): T | undefined {
  try {
    return look()
  } catch {
    return undefined
  }
}

function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
}
