import { expect, it } from 'vitest'
import { openKeyringTokenStore } from '../src/index.ts'
import { expectRoom, recordOfChunks, usersOf } from './chunk-users.ts'
import { type FakeKeyring, fakeKeyring, noLock, windowsLimit } from './fake-keyring.ts'
import { openWithLong } from './open-with-long.ts'

const open = (fake: FakeKeyring) => openKeyringTokenStore({ binding: fake.load, lock: noLock })

it('keeps a record in one item as long as that has 2,000 bytes at most (H73)', async () => {
  const fake = fakeKeyring(windowsLimit)
  const store = await open(fake)
  const room = 2_000 - JSON.stringify({ version: 1, key: 'a', record: '' }).length
  await store.update('a', async () => 'x'.repeat(room))
  expect(usersOf(fake, 'a')).toEqual(['a', 'index'])
  await store.update('a', async () => 'x'.repeat(room + 1))
  expect(usersOf(fake, 'a')).toEqual(['a', 'a.a0', 'a.a1', 'index'])
  expect(await store.get('a')).toBe('x'.repeat(room + 1))
})

it('says in a header which slot holds how many chunks, and the hash of them all', async () => {
  const { fake, header } = await openWithLong()
  const digits = expect.stringMatching(/^[0-9a-f]{64}$/)
  expect(header).toEqual({ version: 1, slot: 'a', chunks: 3, sha256: digits, id: expect.any(String) })
  expect(usersOf(fake, 'a')).toEqual(['a', 'a.a0', 'a.a1', 'a.a2', 'index'])
  expectRoom(fake)
})

it('leaves nothing of a long record when it is replaced, becomes short or is deleted', async () => {
  const { fake, store } = await openWithLong()
  await store.update('a', async () => recordOfChunks(2, 'y'))
  expect(usersOf(fake, 'a')).toEqual(['a', 'a.b0', 'a.b1', 'index'])
  await store.update('a', async () => recordOfChunks(4, 'z'))
  expect(usersOf(fake, 'a')).toEqual(['a', 'a.a0', 'a.a1', 'a.a2', 'a.a3', 'index'])
  await store.update('a', async () => 'short')
  expect(usersOf(fake, 'a')).toEqual(['a', 'index'])
  await store.update('a', async () => recordOfChunks(2, 'y'))
  await store.update('a', async () => undefined)
  expect(usersOf(fake, 'a')).toEqual([])
})

it.each(['é', '€', '😀', '\u{FEFF}', '"', '\u{1}', '\u{D800}'])(
  'gives back a record of %j whose characters fall on every border (H73)',
  async (character) => {
    const fake = fakeKeyring(windowsLimit)
    const store = await open(fake)
    for (let before = 0; before < 4; before++) {
      const record = 'x'.repeat(before) + character.repeat(2_500)
      await store.update('a', async () => record)
      expect(await store.get('a')).toBe(record)
      expectRoom(fake)
    }
  },
)

it('gives a name of at most 80 characters to a chunk, however long the key is, and to no two the same', async () => {
  const fake = fakeKeyring(windowsLimit)
  const store = await open(fake)
  const keys = ['index', 'envelope-key', `a:${'b'.repeat(248)}`, `a:${'b'.repeat(4_000)}`, 'sha256:a']
  for (const key of keys) await store.update(key, async () => recordOfChunks(3, 'x') + key)
  const chunks = [...fake.items.keys()].filter((item) => item.startsWith('fast-agent-auth/chunk:'))
  for (const chunk of chunks) expect(chunk).toMatch(/^fast-agent-auth\/chunk:[0-9a-f]{64}:[ab]\d{1,3}$/)
  for (const key of keys) expect(await store.get(key)).toBe(recordOfChunks(3, 'x') + key)
  expect(new Set(await store.keys())).toEqual(new Set(keys))
  expectRoom(fake)
})

it('refuses a record of more than 1,000 chunks, and keeps the one before', async () => {
  const fake = fakeKeyring(windowsLimit)
  const store = await open(fake)
  await store.update('a', async () => 'short')
  const tooLong = { name: 'KeyringError', code: 'too_long', message: expect.stringContaining('use a file store') }
  await expect(store.update('a', async () => 'x'.repeat(2_000_000))).rejects.toMatchObject(tooLong)
  await expect(store.update('b', async () => 'x'.repeat(2_000_000))).rejects.toMatchObject(tooLong)
  expect(await store.get('a')).toBe('short')
  expect(usersOf(fake, 'a', 'b')).toEqual(['a', 'index'])
  expect(await store.keys()).toEqual(['a'])
})

it('keeps a record of 1,000 chunks', async () => {
  const fake = fakeKeyring(windowsLimit)
  const store = await open(fake)
  const record = 'x'.repeat(1_999_000)
  await store.update('a', async () => record)
  expect(await store.get('a')).toBe(record)
  await store.update('a', async () => undefined)
  expect(fake.items.size).toBe(0)
})

it('passes on that the keychain has no room for an item, and keeps the record before', async () => {
  const fake = fakeKeyring(1_500)
  const store = await open(fake)
  await store.update('a', async () => 'short')
  await expect(store.update('a', async () => recordOfChunks(2, 'x'))).rejects.toMatchObject({ code: 'too_long' })
  expect(await store.get('a')).toBe('short')
})

it('reads at most four chunks at the same time', async () => {
  const { fake, store } = await openWithLong()
  const record = recordOfChunks(9, 'y')
  await store.update('a', async () => record)
  let under = 0
  let most = 0
  fake.answer = async () => {
    most = Math.max(most, ++under)
    await new Promise((resolve) => setImmediate(resolve))
    under--
  }
  expect(await store.get('a')).toBe(record)
  expect(most).toBe(4)
})
