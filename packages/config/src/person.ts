import type { Stats } from 'node:fs'
import { isAloneInGroup, readAccounts } from './accounts.ts'

/** The user that this process acts for. */
export interface Person {
  readonly userId: number
  readonly groupId: number
  /** Whether only this person and root are in that group. */
  readonly isAlone: () => boolean
}

/** The user of this process; `undefined` on Windows, where access lists, which Node does not show, protect a person's folders. */
export function currentPerson(): Person | undefined {
  const [userId, groupId] = [process.geteuid?.(), process.getegid?.()]
  if (userId === undefined || groupId === undefined) return undefined
  let known: boolean | undefined
  // Read once, and only if something is writable by the group.
  const isAlone = (): boolean => {
    known ??= isAloneHere({ userId, groupId })
    return known
  }
  return { userId, groupId, isAlone }
}

function isAloneHere(person: Pick<Person, 'userId' | 'groupId'>): boolean {
  try {
    const accounts = readAccounts()
    return accounts !== undefined && isAloneInGroup(person, accounts)
  } catch {
    return false
  }
}

/** Somebody other than the person and root who owns a file or folder, or can write to it. */
export type Stranger =
  | { readonly kind: 'owner'; readonly userId: number }
  | { readonly kind: 'everyone' }
  | { readonly kind: 'group'; readonly groupId: number }

/** The stranger of a file or folder, from its owner and mode; `undefined` if there are only the person and root. */
export function strangerOf(
  { uid, gid, mode }: Pick<Stats, 'uid' | 'gid' | 'mode'>,
  person: Person,
): Stranger | undefined {
  if (isStranger(uid, person)) return { kind: 'owner', userId: uid }
  if (mode & 0o002) return { kind: 'everyone' }
  // On Debian and Fedora each user has a group with no other member, and files are often writable by that group.
  if (mode & 0o020 && !(gid === person.groupId && person.isAlone())) return { kind: 'group', groupId: gid }
  return undefined
}

export function isStranger(userId: number, person: Person): boolean {
  return userId !== 0 && userId !== person.userId
}
