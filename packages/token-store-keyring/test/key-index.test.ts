import { expect, it } from 'vitest'
import { openKeyringTokenStore } from '../src/index.ts'
import { chunkItem, expectRoom, usersOf } from './chunk-users.ts'
import { fakeKeyring, noLock, windowsLimit } from './fake-keyring.ts'

const list = 'fast-agent-auth/index'

/** A keychain with two records and a list of keys. */
async function openWithKeys() {
  const fake = fakeKeyring(windowsLimit)
  const store = await openKeyringTokenStore({ binding: fake.load, lock: noLock })
  for (const key of ['a', 'Hashed']) await store.update(key, async () => '1')
  return { fake, store }
}

it('puts a record on the list that is not there, even if nothing else changes', async () => {
  const { fake, store } = await openWithKeys()
  fake.items.set(list, '["index"]')
  await store.update('a', async (present) => present)
  await store.update('Hashed', async () => '2')
  expect(await store.keys()).toEqual(['index', 'a', 'Hashed'])
})

it.each([
  ['a change makes none', async () => undefined],
  ['a change leaves none', async (present: string | undefined) => present],
])('takes a key off the list that a crash has left there without a record, where %s', async (_, change) => {
  const { fake, store } = await openWithKeys()
  fake.items.set(list, '["a","gone"]')
  fake.items.set(chunkItem('gone', 'a', 0), 'left')
  fake.items.set(chunkItem('gone', 'b', 0), 'left')
  await store.update('gone', change)
  expect(await store.keys()).toEqual(['a'])
  expect(usersOf(fake, 'gone').filter((user) => user.startsWith('gone'))).toEqual([])
})

it('gives each key once, whatever the list says', async () => {
  const { fake, store } = await openWithKeys()
  fake.items.set(list, '["a","a"]')
  expect(await store.keys()).toEqual(['a'])
})

it('keeps 10,000 keys, and lists them again where the list is gone', async () => {
  const fake = fakeKeyring(windowsLimit)
  const store = await openKeyringTokenStore({ binding: fake.load, lock: noLock })
  const many = Array.from(
    { length: 10_000 },
    (_, index) => `tokens:https://mcp-${index}.example.com/mcp/${'x'.repeat(20)}`,
  )
  for (const key of many) fake.items.set(`fast-agent-auth/${key}`, JSON.stringify({ version: 1, key, record: '1' }))
  await store.update('new', async () => '1')
  fake.asked.length = 0
  expect(new Set(await store.keys())).toEqual(new Set([...many, 'new']))
  expect(fake.asked).not.toContain('find')
  expectRoom(fake)
  await store.update(many[0] ?? '', async () => undefined)
  expect((await store.keys()).length).toBe(10_000)
})
