import { fileTokenStore } from '@fast-agent-auth/token-store/file'
import { machineLock } from '@fast-agent-auth/token-store/machine-lock'
import { expect, it } from 'vitest'
import { openKeyringTokenStore } from '../src/index.ts'
import { keychainKey } from '../src/internal.ts'
import { type FakeKeyring, fakeKeyring, noLock } from './fake-keyring.ts'
import { temporaryFolder } from './temporary-folder.ts'

const item = 'fast-agent-auth/envelope-key'
const keyOn = (fake: FakeKeyring) => keychainKey({ binding: fake.load, lock: noLock })
const text = (key: Uint8Array) => Buffer.from(key).toString('base64')

it('gives 32 random bytes, which the keychain keeps as base64', async () => {
  const [fake, other] = [fakeKeyring(), fakeKeyring()]
  const key = await keyOn(fake)()
  expect(key.constructor).toBe(Uint8Array)
  expect(key.length).toBe(32)
  expect(Object.fromEntries(fake.items)).toEqual({ [item]: text(key) })
  expect(text(await keyOn(other)())).not.toBe(text(key))
})

it('gives the same key each time, to another caller too, and asks the keychain once', async () => {
  const fake = fakeKeyring()
  const key = keyOn(fake)
  const given = text(await key())
  fake.asked.length = 0
  expect(text(await key())).toBe(given)
  expect(fake.asked).toEqual([])
  expect(text(await keyOn(fake)())).toBe(given)
  expect(fake.asked.filter((call) => !call.includes('probe'))).toEqual(['get envelope-key'])
})

it('gives a copy to each, so that nobody changes the key of another', async () => {
  const key = keyOn(fakeKeyring())
  const given = text(await key())
  ;(await key()).fill(0)
  expect(text(await key())).toBe(given)
})

it('touches nothing before it is called', () => {
  const fake = fakeKeyring()
  keyOn(fake)
  expect(fake.asked).toEqual([])
})

it('gives the same key to all who ask for the first time at the same time', async () => {
  const fake = fakeKeyring()
  const lock = machineLock(await temporaryFolder())
  const keys = Array.from({ length: 10 }, () => keychainKey({ binding: fake.load, lock }))
  const given = await Promise.all([...keys, ...keys].map((key) => key()))
  expect(new Set(given.map(text))).toEqual(new Set([fake.items.get(item)]))
  expect(fake.asked.filter((call) => call === 'set envelope-key').length).toBe(1)
})

it('keeps a key for each service', async () => {
  const fake = fakeKeyring()
  const key = await keychainKey({ service: 'other', binding: fake.load, lock: noLock })()
  expect([...fake.items.keys()]).toEqual(['other/envelope-key'])
  expect(text(await keyOn(fake)())).not.toBe(text(key))
})

it.each([
  ['is empty', ''],
  ['is cut off', text(new Uint8Array(32)).slice(0, 40)],
  ['has 31 bytes', text(new Uint8Array(31))],
  ['has 33 bytes', text(new Uint8Array(33))],
  ['has something behind it', `${text(new Uint8Array(32))}A`],
  ['is something else', 'hello'],
])('never replaces a key that %s, and says what to do', async (_, damaged) => {
  const fake = fakeKeyring()
  fake.items.set(item, damaged)
  const key = keyOn(fake)
  const error = { name: 'KeyringError', code: 'invalid_key', message: expect.stringContaining('restore the item') }
  await expect(key()).rejects.toMatchObject(error)
  expect(fake.items.get(item)).toBe(damaged)
  fake.items.set(item, text(new Uint8Array(32)))
  expect(await key()).toEqual(new Uint8Array(32))
})

it('gives no key that the keychain has not kept', async () => {
  const fake = fakeKeyring()
  fake.answer = (call) => {
    if (call === 'get envelope-key') fake.items.delete(item)
    return undefined
  }
  const key = keyOn(fake)
  await expect(key()).rejects.toMatchObject({
    code: 'failed',
    message: expect.stringContaining('does not return the data'),
  })
  fake.answer = () => undefined
  expect(text(await key())).toBe(fake.items.get(item))
})

it('throws where there is no keychain, and asks again the next time', async () => {
  const fake = fakeKeyring()
  const key = keyOn(fake)
  fake.answer = () => Promise.reject(new Error('Platform failure: DBus error: Failed to connect to socket'))
  await expect(Promise.all([key(), key()])).rejects.toMatchObject({ name: 'KeyringError', code: 'unavailable' })
  fake.answer = () => undefined
  expect((await key()).length).toBe(32)
  const missing = keychainKey({ binding: () => Promise.reject(new Error('Cannot find native binding')), lock: noLock })
  await expect(missing()).rejects.toMatchObject({ name: 'KeyringError', code: 'unavailable' })
})

it('stays apart from records, which may be called the same and be deleted all', async () => {
  const fake = fakeKeyring()
  const store = await openKeyringTokenStore({ binding: fake.load, lock: noLock })
  await store.update('envelope-key', async () => 'record')
  const given = text(await keyOn(fake)())
  fake.items.delete('fast-agent-auth/index')
  expect(await store.keys()).toEqual(['envelope-key'])
  await store.update('envelope-key', async () => undefined)
  expect(Object.fromEntries(fake.items)).toEqual({ [item]: given })
})

it('encrypts the files of a file store', async () => {
  const fake = fakeKeyring()
  const folder = await temporaryFolder()
  await fileTokenStore({ folder, key: keyOn(fake) }).update('a', async () => 'record')
  expect(await fileTokenStore({ folder, key: keyOn(fake) }).get('a')).toBe('record')
  const wrong = fileTokenStore({ folder, key: keyOn(fakeKeyring()) })
  await expect(wrong.get('a')).rejects.toMatchObject({ name: 'TokenStoreError', code: 'wrong_key' })
})
