import { accessSync, constants, lstatSync, type Stats, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { type Lookup, lookupsOf } from './lookups.ts'
import { isStranger, type Person, type Stranger, strangerOf } from './person.ts'

export interface UnsafeOptions {
  /** The person. `undefined` means that nobody is a stranger. */
  readonly person: Person | undefined
  /** The folder at which the search for the file began. Default: the folder of the file. */
  readonly from?: string | undefined
  /** The status of the opened file, which nobody can exchange any more. Default: the status of the path now. */
  readonly stats?: Stats | undefined
}

/**
 * The reason why a file is not read, with advice: others own it, can write to it, or can replace it or a folder on the way
 * to it. `undefined` if only the person and root can have put it there.
 */
export function unsafeReason(
  file: string,
  { person, from, stats = statusOf(file) }: UnsafeOptions,
): string | undefined {
  if (!person) return undefined
  const folder = dirname(file)
  const names = from === undefined || from === folder ? [file] : [file, folder]
  const inFolders = names.flatMap(lookupsOf).flatMap((lookup) => folderFlaws(lookup, person))
  // The nearest comes first, and each path once.
  const flaws = [
    ...new Map([...fileFlaws(file, stats, person), ...inFolders.reverse()].map((each) => [each.path, each])),
  ].map(([, flaw]) => flaw)
  const worst = flaws.find(({ canChange }) => !canChange) ?? flaws[0]
  if (!worst) return undefined
  const helps = worst.canChange
    ? `On a file system with modes, forbid that with \`chmod go-w ${flaws.map(({ path }) => shellWord(path)).join(' ')}\``
    : 'If you trust it, copy it to a folder that only you can write to'
  return `This file is not read: ${describe(worst)}. ${helps}.`
}

interface Flaw {
  readonly path: string
  readonly stranger: Stranger
  /** Whether the person can remove the write permission without breaking anything else. */
  readonly canChange: boolean
  /** The folder; absent if the flaw is in the file itself. */
  readonly folder?: string | undefined
}

function fileFlaws(path: string, stats: Stats | undefined, person: Person): readonly Flaw[] {
  const stranger = stats && strangerOf(stats, person)
  if (!stats || !stranger) return []
  // Reading a device does not return the data that somebody else wrote to it.
  if (stranger.kind !== 'owner' && (stats.isCharacterDevice() || isReadOnly(path))) return []
  return [{ path, stranger, canChange: canChange(stats, stranger, person) }]
}

function folderFlaws({ folder, entry, isLast }: Lookup, person: Person): readonly Flaw[] {
  // On Android, the folders above an app's own belong to the system.
  if (!isLast && process.platform === 'android') return []
  const stats = statusOf(folder)
  if (!stats) return []
  // In a container that a user runs without root, folders of the machine's root seem to belong to `nobody`.
  const uid = !isLast && stats.uid === nobody ? 0 : stats.uid
  const stranger = strangerOf({ uid, gid: stats.gid, mode: stats.mode }, person)
  // In a sticky folder nobody can replace the files of others, but a file found in a folder for everybody may be a trap.
  const mayKeep = isSticky(stats) && !(isLast && stranger?.kind === 'everyone')
  if (!stranger || (stranger.kind !== 'owner' && ((mayKeep && isKept(entry, person)) || isReadOnly(folder)))) return []
  return [{ path: folder, folder, stranger, canChange: canChange(stats, stranger, person) }]
}

function isKept(entry: string, person: Person): boolean {
  const owner = orUndefined(() => lstatSync(entry))?.uid
  return owner !== undefined && !isStranger(owner, person)
}

/** The user id that Linux shows for an owner that it cannot show. */
const nobody = 65_534

function canChange(stats: Stats, stranger: Stranger, person: Person): boolean {
  return stats.uid === person.userId && stranger.kind !== 'owner' && !isSticky(stats)
}

function isSticky(stats: Stats): boolean {
  return (stats.mode & 0o1000) !== 0
}

function describe({ stranger, folder }: Flaw): string {
  const what = folder === undefined ? 'it' : `the folder ${folder}`
  if (stranger.kind === 'owner') return `${what} belongs to another user (${stranger.userId})`
  const who = stranger.kind === 'everyone' ? 'everyone' : `the group ${stranger.groupId}`
  return `${who} can write to ${what}`
}

/** Whether the disk is read-only: Kubernetes has configurations in such folders, with mode 777. */
function isReadOnly(path: string): boolean {
  try {
    accessSync(path, constants.W_OK)
    return false
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EROFS'
  }
}

/** The status of a file, or `undefined`: then reading the file fails too, and that error is reported. */
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
