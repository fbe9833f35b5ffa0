import { expect, it } from 'vitest'
import { openKeyringTokenStore } from '../src/index.ts'
import { type FakeKeyring, fakeKeyring, noLock } from './fake-keyring.ts'

const open = (fake: FakeKeyring) => openKeyringTokenStore({ binding: fake.load, lock: noLock })
const noBus = 'Platform failure: DBus error: Failed to connect to socket /run/user/1000/bus: Connection refused'
// The message of a restarted gnome-keyring to an old connection.
const restarted = 'Platform failure: DBus error: The session wrapping the secret does not exist'

it('loses nothing that a change has made where the keychain was started again meanwhile', async () => {
  const fake = fakeKeyring()
  const store = await open(fake)
  await store.update('a', async () => '1')
  const lost = new Set(['set a', 'get index'])
  fake.answer = (call) => (lost.delete(call) ? Promise.reject(new Error(restarted)) : undefined)
  await store.update('a', async () => '2')
  expect(lost.size).toBe(0)
  expect(await store.get('a')).toBe('2')
})

it('asks once more on a new connection, and then says that the keychain is gone', async () => {
  const fake = fakeKeyring()
  const store = await open(fake)
  await store.get('a')
  const connections = fake.entryOptions.length
  fake.asked.length = 0
  fake.answer = () => Promise.reject(new Error(noBus))
  await expect(store.get('a')).rejects.toMatchObject({ code: 'unavailable' })
  expect(fake.asked).toEqual(['get a', 'get a'])
  await expect(store.get('a')).rejects.toMatchObject({ code: 'unavailable' })
  expect(fake.asked).toEqual(['get a', 'get a', 'get a'])
  expect(fake.entryOptions.length).toBe(connections + 2)
  fake.answer = () => undefined
  expect(await store.get('a')).toBeUndefined()
})

it('does not ask a person twice', async () => {
  const fake = fakeKeyring()
  const store = await open(fake)
  await store.get('a')
  fake.asked.length = 0
  fake.answer = () => Promise.reject(new Error("Couldn't access platform storage: User canceled the operation."))
  await expect(store.get('a')).rejects.toMatchObject({ code: 'locked' })
  expect(fake.asked).toEqual(['get a'])
})
