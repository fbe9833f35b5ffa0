import { readFileSync } from 'node:fs'

/** Users and groups that this machine knows. */
export interface Accounts {
  readonly users: readonly { readonly name: string; readonly userId: number; readonly groupId: number }[]
  readonly groups: readonly { readonly groupId: number; readonly members: readonly string[] }[]
}

/** A person, and the group that may write to a file. */
export interface Membership {
  readonly userId: number
  readonly groupId: number
}

/**
 * Whether only the person and root are in a group. False if the machine does not list the group or the person: then users
 * come from a directory, and others may be in the group. Group 0 is in no directory.
 */
export function isAloneInGroup({ userId, groupId }: Membership, { users, groups }: Accounts): boolean {
  const listed = groups.filter((group) => group.groupId === groupId)
  const isKnown = groupId === 0 || userId === 0 || users.some((user) => user.userId === userId)
  if (listed.length === 0 || !isKnown) return false
  const trusted = users.filter((user) => user.userId === 0 || user.userId === userId).map(({ name }) => name)
  const others = users.filter((user) => user.groupId === groupId && !isSystems(user) && !trusted.includes(user.name))
  return others.length === 0 && listed.every(({ members }) => members.every((member) => trusted.includes(member)))
}

/**
 * Whether nothing runs as this user, such as `sync` and `halt`, which Red Hat and Alpine put into the group of root.
 */
function isSystems({ userId, groupId }: Membership): boolean {
  return groupId === 0 && userId < 100
}

/** Users and groups from the text of `/etc/passwd` and `/etc/group`; `undefined` if a line refers to another list. */
export function parseAccounts(passwd: string, group: string): Accounts | undefined {
  if (/^[+-]/m.test(passwd) || /^[+-]/m.test(group)) return undefined
  const users = fieldsOf(passwd).map(([name = '', , userId, groupId]) => {
    return { name, userId: Number(userId), groupId: Number(groupId) }
  })
  const groups = fieldsOf(group).map(([, , groupId, members = '']) => {
    return { groupId: Number(groupId), members: members.split(',').filter((name) => name !== '') }
  })
  return { users, groups }
}

function fieldsOf(text: string): readonly (readonly string[])[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split(':'))
}

/** @throws if a list cannot be read */
export function readAccounts(): Accounts | undefined {
  return parseAccounts(readFileSync('/etc/passwd', 'utf8'), readFileSync('/etc/group', 'utf8'))
}
