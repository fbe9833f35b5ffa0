import { expect, it, vi } from 'vitest'
import { openKeyringTokenStore } from '../src/index.ts'
import { sha256 } from '../src/sha256.ts'
import { splitText } from '../src/split-text.ts'
import { chunkItem, recordOfChunks } from './chunk-users.ts'
import { fakeKeyring, noLock } from './fake-keyring.ts'
import { openWithLong } from './open-with-long.ts'

it.each([
  'hello',
  '',
  'null',
  '[]',
  '{"version":1,"key":"a"}',
  '{"version":1,"key":"a","record":"1"',
  '{"version":1,"key":"b","record":"1"}',
  '{"version":0,"key":"a","record":"1"}',
  '{"version":"2","key":"a","record":"1"}',
  '{"version":1,"key":"a","record":1}',
  '{"version":1,"key":1,"record":"1"}',
])('takes nothing in an item that it has not written for a record (%j)', async (text) => {
  const fake = fakeKeyring()
  const store = await openKeyringTokenStore({ binding: fake.load, lock: noLock })
  fake.items.set('fast-agent-auth/a', text)
  expect(await store.get('a')).toBe('')
  await store.update('a', async (present) => `${present}1`)
  expect(await store.get('a')).toBe('1')
  expect(await store.keys()).toEqual(['a'])
})

it('reads no record of another key whose header was put in its place', async () => {
  const { fake, store } = await openWithLong()
  await store.update('b', async () => recordOfChunks(3, 'y'))
  fake.items.set('fast-agent-auth/a', fake.items.get('fast-agent-auth/b') ?? '')
  expect(await store.get('a')).toBeUndefined()
  for (const index of [0, 1, 2]) {
    fake.items.set(chunkItem('a', 'a', index), fake.items.get(chunkItem('b', 'a', index)) ?? '')
  }
  expect(await store.get('a')).toBe('')
})

// A later version may keep one in whatever form; its number is where it is now.
it.each([
  ['an item', '{"version":2,"key":"a","record":"1"}'],
  ['an item in another form', '{"version":3,"parts":[]}'],
  ['a header', '{"version":2,"chunks":3,"slot":"c","sha256":""}'],
])('neither changes nor deletes a record of a later version, and says so: %s (H100)', async (_, text) => {
  const fake = fakeKeyring()
  const store = await openKeyringTokenStore({ binding: fake.load, lock: noLock })
  await store.update('b', async () => '1')
  fake.items.set('fast-agent-auth/a', text)
  const before = new Map(fake.items)
  const change = vi.fn()
  const refusal = {
    name: 'KeyringError',
    code: 'later_version',
    message:
      'The record "a" in the keychain was written by a later version of this program, so this one does not change it: update this program.',
  }
  await expect(store.get('a')).rejects.toMatchObject(refusal)
  await expect(store.update('a', change)).rejects.toMatchObject(refusal)
  expect(change).not.toHaveBeenCalled()
  expect(fake.items).toEqual(before)
  expect([await store.keys(), await store.get('b')]).toEqual([['b'], '1'])
  fake.items.delete('fast-agent-auth/index')
  expect(await store.keys()).toEqual(['b'])
})

it('neither changes nor deletes a long record of a later version', async () => {
  const { fake, store } = await openWithLong()
  const later = JSON.stringify({ version: 2, key: 'a', record: recordOfChunks(2, 'z') })
  const pieces = splitText(later)
  for (const [index, piece] of pieces.entries()) fake.items.set(chunkItem('a', 'b', index), piece)
  const header = { version: 1, slot: 'b', chunks: pieces.length, sha256: sha256(later) }
  fake.items.set('fast-agent-auth/a', JSON.stringify(header))
  const before = new Map(fake.items)
  await expect(store.update('a', async () => 'new')).rejects.toMatchObject({ code: 'later_version' })
  expect(fake.items).toEqual(before)
})

it('leaves a list of keys of a later version as it is, and lists what it finds', async () => {
  const fake = fakeKeyring()
  const store = await openKeyringTokenStore({ binding: fake.load, lock: noLock })
  const list = 'fast-agent-auth/index'
  fake.items.set(list, '{"version":2,"keys":{"a":{}}}')
  await store.update('a', async () => '1')
  await store.update('b', async () => '1')
  await store.update('a', async () => undefined)
  expect(await store.keys()).toEqual(['b'])
  expect(fake.items.get(list)).toBe('{"version":2,"keys":{"a":{}}}')
})

it('keeps what a later version has added to a record that it changes (H101)', async () => {
  const fake = fakeKeyring()
  const store = await openKeyringTokenStore({ binding: fake.load, lock: noLock })
  fake.items.set('fast-agent-auth/a', '{"version":1,"key":"a","record":"1","label":"mine"}')
  await store.update('a', async (present) => `${present}2`)
  const item = JSON.parse(fake.items.get('fast-agent-auth/a') ?? '')
  expect(item).toEqual({ version: 1, key: 'a', record: '12', label: 'mine' })
})
