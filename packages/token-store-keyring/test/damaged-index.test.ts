import { describe, expect, it } from 'vitest'
import { openKeyringTokenStore } from '../src/index.ts'
import { userOf } from '../src/record-item.ts'
import { chunkItem, expectRoom, recordOfChunks } from './chunk-users.ts'
import { type FakeKeyring, fakeKeyring, noLock, windowsLimit } from './fake-keyring.ts'

const open = (fake: FakeKeyring) => openKeyringTokenStore({ binding: fake.load, lock: noLock })
const list = 'fast-agent-auth/index'
const long = recordOfChunks(3, 'x')
const keys = ['a', 'Hashed', 'index', `long:${'k'.repeat(3_000)}`, 'chunk:a', 'probe:a', 'sha256:a', 'é', '']

/** A keychain with a short and a long record under each kind of key, and what is not ours. */
async function openWithKeys() {
  const fake = fakeKeyring(windowsLimit)
  const store = await open(fake)
  for (const key of keys) await store.update(key, async () => '1')
  for (const key of keys) await store.update(`${key}2`, async () => long)
  fake.items.set('other/foreign', JSON.stringify({ version: 1, key: 'foreign', record: '1' }))
  return { fake, store, all: new Set([...keys, ...keys.map((key) => `${key}2`)]) }
}

const damages: readonly (readonly [string, (fake: FakeKeyring) => void])[] = [
  ['is empty', (fake) => fake.items.set(list, '')],
  ['is no JSON', (fake) => fake.items.set(list, 'hello')],
  ['is an object', (fake) => fake.items.set(list, '{}')],
  ['is null', (fake) => fake.items.set(list, 'null')],
  ['holds something else than keys', (fake) => fake.items.set(list, '[1,null,"a"]')],
  ['is gone', (fake) => fake.items.delete(list)],
  ['counts 1,000,000,000 chunks', (fake) => fake.items.set(list, '{"version":1,"chunks":1000000000,"slot":"a"}')],
  [
    'lacks a chunk',
    (fake) => fake.items.delete(chunkItem('index', 'a', 0)) || fake.items.delete(chunkItem('index', 'b', 0)),
  ],
]

describe.each(damages)('where the list %s', (_, damage) => {
  it('lists all records that are in the keychain', async () => {
    const { fake, store, all } = await openWithKeys()
    damage(fake)
    expect(new Set(await store.keys())).toEqual(all)
    await store.update('a', async (present) => present)
    fake.asked.length = 0
    expect(new Set(await store.keys())).toEqual(all)
    expect(fake.asked).not.toContain('find')
  })

  it('lists them without a record that is deleted, and with one that is new', async () => {
    const { fake, store, all } = await openWithKeys()
    damage(fake)
    await store.update('a', async () => undefined)
    damage(fake)
    await store.update('new', async () => '1')
    expect(new Set(await store.keys())).toEqual(new Set([...all, 'new'].filter((key) => key !== 'a')))
    expectRoom(fake)
  })

  it.each([
    ['has no such function', hideFind],
    ['gives up at a secret', (fake: FakeKeyring) => refuseFind(fake, 'Not a valid utf16 blob')],
  ])('lists what is written or found from then on where the binding %s', async (_, hinder) => {
    const { fake } = await openWithKeys()
    hinder(fake)
    const store = await open(fake)
    damage(fake)
    expect(await store.keys()).toEqual([])
    expect(await store.get('a')).toBe('1')
    await store.update('a', async (present) => present)
    await store.update('Hashed', async () => '2')
    await store.update('none', async (present) => present)
    expect(new Set(await store.keys())).toEqual(new Set(['a', 'Hashed']))
  })
})

function hideFind(fake: FakeKeyring): void {
  fake.listed = undefined
}

function refuseFind(fake: FakeKeyring, said: string): void {
  fake.answer = (call) => (call === 'find' ? Promise.reject(new Error(said)) : undefined)
}

it('lists all records again where texts are garbled in a list of all items, as on Windows', async () => {
  const { fake, all } = await openWithKeys()
  fake.listed = (text) => Buffer.from(text).toString('utf16le')
  const store = await open(fake)
  fake.items.delete(list)
  expect(new Set(await store.keys())).toEqual(all)
})

it.each([
  ['zbus error: org.freedesktop.Secret.Error.IsLocked: Cannot get secret of a locked object', 'locked'],
  [
    'zbus error: org.freedesktop.DBus.Error.ServiceUnknown: The name org.freedesktop.secrets was not provided',
    'unavailable',
  ],
])('does not take a keychain for an empty one that is out of reach (%s)', async (said, code) => {
  const { fake, store } = await openWithKeys()
  fake.items.delete(list)
  refuseFind(fake, said)
  await expect(store.keys()).rejects.toMatchObject({ code })
  await expect(store.update('new', async () => '1')).rejects.toMatchObject({ code })
  fake.answer = () => undefined
  expect((await store.keys()).length).toBe(keys.length * 2)
})

it('lists nothing that other programs keep under the same service', async () => {
  const { fake, store, all } = await openWithKeys()
  fake.items.set('fast-agent-auth/stranger', 'theirs')
  fake.items.set('fast-agent-auth/moved', JSON.stringify({ version: 1, key: 'elsewhere', record: '1' }))
  fake.items.set(`fast-agent-auth/${userOf('Torn')}`, JSON.stringify({ version: 1, chunks: 2, slot: 'a', sha256: '' }))
  fake.items.delete(list)
  expect(new Set(await store.keys())).toEqual(all)
})
