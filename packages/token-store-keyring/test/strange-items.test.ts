import { expect, it } from 'vitest'
import { openKeyringTokenStore } from '../src/index.ts'
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
  '{"version":2,"key":"a","record":"1"}',
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
