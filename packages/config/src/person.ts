import type { Stats } from 'node:fs'

/** The user that this process acts for. */
export interface Person {
  readonly userId: number
  readonly groupId: number
}

/** `undefined` on Windows: access lists, which Node does not show, protect a person's folders there. */
export function currentPerson(): Person | undefined {
  const [userId, groupId] = [process.geteuid?.(), process.getegid?.()]
  return userId === undefined || groupId === undefined ? undefined : { userId, groupId }
}

/** Somebody besides the person and root who owns a file or folder, or can write to it. */
export type Stranger =
  | { readonly kind: 'owner'; readonly userId: number }
  | { readonly kind: 'everyone' }
  | { readonly kind: 'group'; readonly groupId: number }

/** The stranger of a file or folder, from its owner and mode; `undefined` where the person and root are alone. */
export function strangerOf(
  { uid, gid, mode }: Pick<Stats, 'uid' | 'gid' | 'mode'>,
  person: Person,
): Stranger | undefined {
  if (uid !== 0 && uid !== person.userId) return { kind: 'owner', userId: uid }
  if (mode & 0o002) return { kind: 'everyone' }
  if (mode & 0o020 && !isOwnGroup(gid, person)) return { kind: 'group', groupId: gid }
  return undefined
}

/** Where each user has a group of one, as on Debian and Fedora, it has the user's number, and files are often open to it. */
function isOwnGroup(gid: number, { userId, groupId }: Person): boolean {
  return gid === groupId && gid === userId
}
