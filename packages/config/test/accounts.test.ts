import { expect, it } from 'vitest'
import { isAloneInGroup, parseAccounts } from '../src/accounts.ts'

const root = 'root:x:0:0:root:/root:/bin/bash'
const me = 'me:x:1000:1000:Me,,,:/home/me:/bin/bash'
const other = 'other:x:1001:1001::/home/other:/bin/sh'
const person = { userId: 1000, groupId: 1000 }

it.each<[boolean, string, Parameters<typeof isAloneInGroup>[0], readonly string[], readonly string[]]>([
  [true, 'has a group of one', person, [root, me, other], ['root:x:0:', 'me:x:1000:', 'other:x:1001:']],
  [true, 'is listed as its member as well', person, [root, me], ['me:x:1000:me,root']],
  [true, 'has a group of another number', { userId: 1001, groupId: 1002 }, ['o:x:1001:1002::/:/bin/sh'], ['o:x:1002:']],
  [true, 'has a second name', person, [me, 'also:x:1000:1000::/:/bin/sh'], ['me:x:1000:also']],
  [true, 'is listed nowhere, in group 0', { userId: 1000620000, groupId: 0 }, [root], ['root:x:0:']],
  [true, 'is root', { userId: 0, groupId: 0 }, [root, 'sync:x:5:0:sync:/sbin:/bin/sync'], ['root:x:0:root']],
  [false, 'shares it with a member', person, [root, me, other], ['me:x:1000:other']],
  [false, 'shares it with a member whom another line names', person, [me, other], ['me:x:1000:', 'us:x:1000:me,other']],
  [false, 'shares it with a member who is no user here', person, [me], ['me:x:1000:somebody']],
  [false, 'shares it with a user of whom it is the group', person, [me, 'o:x:1001:1000::/:/bin/sh'], ['me:x:1000:']],
  [false, 'shares it with a service of whom it is the group', person, [me, 'o:x:33:1000::/:'], ['me:x:1000:']],
  [false, 'is not root, and shares group 0', { userId: 5000, groupId: 0 }, [root, 'o:x:1001:0::/:'], ['root:x:0:']],
  [false, 'has a group that is not listed', person, [root, me], ['root:x:0:', 'other:x:1001:']],
  [
    false,
    'comes from a directory, which may have others',
    { userId: 9000, groupId: 100 },
    [root, me],
    ['users:x:100:'],
  ],
])('that nobody else is in a group is %s where the person %s (H103)', (answer, _, who, users, groups) => {
  const accounts = parseAccounts(`# users\n${users.join('\n')}\n`, groups.join('\n'))
  expect(accounts && isAloneInGroup(who, accounts)).toBe(answer)
})

it.each([
  ['+::::::', 'me:x:1000:'],
  [me, '+:::'],
  [`-other::::::\n${me}`, 'me:x:1000:'],
])('lists that refer to others tell of nobody', (passwd, group) => {
  expect(parseAccounts(passwd, group)).toBeUndefined()
})
