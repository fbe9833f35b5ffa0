import { machineLock } from '@fast-agent-auth/token-store/machine-lock'
import { expect, it } from 'vitest'
import { openKeyringTokenStore } from '../src/index.ts'
import { type FakeKeyring, fakeKeyring } from './fake-keyring.ts'
import { temporaryFolder } from './temporary-folder.ts'

async function open(fake: FakeKeyring) {
  return openKeyringTokenStore({ binding: fake.load, lock: machineLock(await temporaryFolder()) })
}

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
  ['that is the name of the key for files', 'envelope-key'],
  ['that looks like a hash', 'sha256:a'],
  ['that looks like a probe', 'probe:a'],
  ['that looks like a chunk', 'chunk:a'],
  ['that is empty', ''],
])('keeps a key %s under its hash', async (_, key) => {
  const fake = fakeKeyring()
  const store = await open(fake)
  await store.update(key, async () => '1')
  const users = [...fake.items.keys()].filter((item) => item !== 'fast-agent-auth/index')
  expect(users).toEqual([expect.stringMatching(/^fast-agent-auth\/sha256:[0-9a-f]{64}$/)])
  expect(JSON.parse(fake.items.get(String(users[0])) ?? '')).toMatchObject({ key })
})

it('pins every entry to the Secret Service, never to a keyring that forgets (H75)', async () => {
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

it('reads a record that was written before long ones were split', async () => {
  const fake = fakeKeyring()
  const store = await open(fake)
  const record = 'x'.repeat(10_000)
  fake.items.set('fast-agent-auth/a', JSON.stringify({ version: 1, key: 'a', record }))
  fake.items.set('fast-agent-auth/index', '["a"]')
  expect(await store.get('a')).toBe(record)
  expect(await store.keys()).toEqual(['a'])
})
