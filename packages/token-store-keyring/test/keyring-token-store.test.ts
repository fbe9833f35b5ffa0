import { machineLock } from '@fast-agent-auth/token-store/machine-lock'
import { describeTokenStore } from '@fast-agent-auth/token-store/testing'
import { describe, expect, it } from 'vitest'
import { openKeyringTokenStore } from '../src/index.ts'
import { type FakeKeyring, fakeKeyring } from './fake-keyring.ts'
import { temporaryFolder } from './temporary-folder.ts'

async function open(fake: FakeKeyring) {
  return openKeyringTokenStore({ binding: fake.load, lock: machineLock(await temporaryFolder()) })
}

describeTokenStore('The keyring store', () => open(fakeKeyring()), { describe, it, expect })

it('keeps one item a record under its key, and one that lists the keys', async () => {
  const fake = fakeKeyring()
  const store = await open(fake)
  await store.update('tokens:https://example.com/mcp', async () => '{"x":1}')
  expect(Object.fromEntries(fake.items)).toEqual({
    'fast-agent-auth/tokens:https://example.com/mcp': JSON.stringify({
      version: 1,
      key: 'tokens:https://example.com/mcp',
      record: '{"x":1}',
    }),
    'fast-agent-auth/index': '["tokens:https://example.com/mcp"]',
  })
})

it('leaves nothing behind when the last record is deleted', async () => {
  const fake = fakeKeyring()
  const store = await open(fake)
  await store.update('a', async () => '1')
  await store.update('a', async () => undefined)
  expect(fake.items.size).toBe(0)
})

it.each([
  ['of more than 250 characters', 'a'.repeat(251)],
  ['with NUL', 'a\0b'],
  ['with capitals, which Windows does not tell from small letters', 'https://example.com/A'],
  ['that is the name of the list', 'index'],
  ['that looks like a hash', 'sha256:a'],
  ['that looks like a probe', 'probe:a'],
  ['that is empty', ''],
])('keeps a key %s under its hash', async (_, key) => {
  const fake = fakeKeyring()
  const store = await open(fake)
  await store.update(key, async () => '1')
  const users = [...fake.items.keys()].filter((item) => item !== 'fast-agent-auth/index')
  expect(users).toEqual([expect.stringMatching(/^fast-agent-auth\/sha256:[0-9a-f]{64}$/)])
  expect(JSON.parse(fake.items.get(String(users[0])) ?? '')).toMatchObject({ key })
})

it('pins every entry to the Secret Service, never to a keyring that forgets', async () => {
  const fake = fakeKeyring()
  const store = await open(fake)
  await store.update('a', async () => '1')
  expect(fake.entryOptions.length).toBeGreaterThan(0)
  for (const options of fake.entryOptions) expect(options).toEqual({ linux: { store: 'secret-service' } })
})

it('opens no second connection for a record that it has just read', async () => {
  const fake = fakeKeyring()
  const store = await open(fake)
  await store.get('a')
  const opened = fake.entryOptions.length
  for (let index = 0; index < 10; index++) await store.get('a')
  expect(fake.entryOptions.length).toBe(opened)
})

it('does not write a record that stays the same', async () => {
  const fake = fakeKeyring()
  const store = await open(fake)
  await store.update('a', async () => '1')
  fake.asked.length = 0
  await store.update('a', async () => '1')
  expect(fake.asked).toEqual(['get a'])
})

it('writes the list only when a key appears or goes', async () => {
  const fake = fakeKeyring()
  const store = await open(fake)
  const listWrites = () => fake.asked.filter((call) => call === 'set index' || call === 'delete index').length
  await store.update('a', async () => '1')
  await store.update('b', async () => '1')
  expect(listWrites()).toBe(2)
  await store.update('a', async () => '2')
  expect(listWrites()).toBe(2)
  await store.update('a', async () => undefined)
  expect(listWrites()).toBe(3)
})

it('keeps two services apart', async () => {
  const fake = fakeKeyring()
  const lock = machineLock(await temporaryFolder())
  const one = await openKeyringTokenStore({ service: 'one', binding: fake.load, lock })
  const other = await openKeyringTokenStore({ service: 'other', binding: fake.load, lock })
  await one.update('a', async () => '1')
  expect(await other.get('a')).toBeUndefined()
  expect(await other.keys()).toEqual([])
  expect(await one.update('a', () => other.update('a', async () => '2'))).toBe('2')
})

it.each(['', 'hello', '{}', 'null', '[1,null]'])(
  'reads and writes records whatever the list holds (%j)',
  async (list) => {
    const fake = fakeKeyring()
    const store = await open(fake)
    await store.update('a', async () => '1')
    fake.items.set('fast-agent-auth/index', list)
    expect(await store.keys()).toEqual([])
    expect(await store.get('a')).toBe('1')
    await store.update('a', async () => '2')
    expect(await store.keys()).toEqual(['a'])
    await store.update('b', async () => undefined)
    expect(await store.keys()).toEqual(['a'])
  },
)

it('takes a key off the list that a crash has left there without a record', async () => {
  const fake = fakeKeyring()
  const store = await open(fake)
  fake.items.set('fast-agent-auth/index', '["gone"]')
  await store.update('gone', async (present) => present)
  expect(await store.keys()).toEqual([])
})

it.each(['hello', '', '{"version":1,"key":"b","record":"1"}', '{"version":2,"key":"a","record":"1"}'])(
  'gives the whole text of an item that it has not written (%j)',
  async (text) => {
    const fake = fakeKeyring()
    const store = await open(fake)
    fake.items.set('fast-agent-auth/a', text)
    expect(await store.get('a')).toBe(text)
  },
)
