import { machineLock } from '@fast-agent-auth/token-store/machine-lock'
import { expect, it, vi } from 'vitest'
import { KeyringError, openKeyringTokenStore } from '../src/index.ts'
import { type FakeKeyring, fakeKeyring } from './fake-keyring.ts'
import { temporaryFolder } from './temporary-folder.ts'

async function open(fake: FakeKeyring) {
  return openKeyringTokenStore({ binding: fake.load, lock: machineLock(await temporaryFolder()) })
}

const noBus = 'Platform failure: DBus error: Failed to connect to socket /run/user/1000/bus: Connection refused'
const failures = [
  [noBus, 'unavailable', 'gnome-keyring'],
  ["Couldn't access platform storage: Secret Service: unlock prompt was dismissed", 'locked', 'unlock it'],
  ['Platform failure: something new', 'failed', 'use a file store'],
] as const

it.each(failures)('opens nothing where the binding says %j', async (said, code, advice) => {
  const fake = fakeKeyring()
  const cause = new Error(said)
  fake.answer = () => Promise.reject(cause)
  const opening = open(fake)
  await expect(opening).rejects.toBeInstanceOf(KeyringError)
  await expect(opening).rejects.toMatchObject({ code, cause, message: expect.stringContaining(advice) })
})

it('opens nothing where an entry cannot even be made', async () => {
  class AsyncEntry {
    constructor() {
      throw new Error(noBus)
    }
  }
  const opening = openKeyringTokenStore({ binding: async () => ({ AsyncEntry }) })
  await expect(opening).rejects.toMatchObject({ code: 'unavailable' })
})

it('opens nothing where what was written is not given back, and leaves no probe behind', async () => {
  const fake = fakeKeyring()
  fake.answer = (call) => {
    if (!call.startsWith('get')) return undefined
    for (const item of fake.items.keys()) fake.items.set(item, 'something else')
    return undefined
  }
  await expect(open(fake)).rejects.toMatchObject({ code: 'failed' })
  expect(fake.items.size).toBe(0)
})

it('leaves no probe behind where the keychain works', async () => {
  const fake = fakeKeyring()
  await open(fake)
  expect(fake.asked.map((call) => call.split(':')[0])).toEqual(['set probe', 'get probe', 'delete probe'])
  expect(fake.items.size).toBe(0)
})

it.each(failures)('passes on that it fails later, where the binding says %j', async (said, code) => {
  const fake = fakeKeyring()
  const store = await open(fake)
  await store.update('a', async () => '1')
  fake.answer = () => Promise.reject(new Error(said))
  const change = vi.fn()
  await expect(store.get('a')).rejects.toMatchObject({ code })
  await expect(store.keys()).rejects.toMatchObject({ code })
  await expect(store.update('a', change)).rejects.toMatchObject({ code })
  expect(change).not.toHaveBeenCalled()
  fake.answer = () => undefined
  expect(await store.get('a')).toBe('1')
})

it('writes nothing where the keychain is gone when a change is done', async () => {
  const fake = fakeKeyring()
  const store = await open(fake)
  await store.update('a', async () => 'old')
  const lost = store.update('a', async () => {
    fake.answer = () => Promise.reject(new Error(noBus))
    return 'new'
  })
  await expect(lost).rejects.toMatchObject({ code: 'unavailable' })
  fake.answer = () => undefined
  expect(await store.get('a')).toBe('old')
})

it('writes what a change has made before it looks at the list, which may fail too', async () => {
  const fake = fakeKeyring()
  const store = await open(fake)
  await store.update('a', async () => 'old')
  fake.answer = (call) => (call === 'get index' ? Promise.reject(new Error(noBus)) : undefined)
  await expect(store.update('a', async () => 'new')).rejects.toMatchObject({ code: 'unavailable' })
  expect(await store.get('a')).toBe('new')
})

it('gives up after 3 seconds where the keychain does not answer at first', async () => {
  vi.useFakeTimers()
  const fake = fakeKeyring()
  fake.answer = () => new Promise(() => {})
  const opening = openKeyringTokenStore({ binding: fake.load, lock: { hold: (_, run) => run() } })
  const refused = expect(opening).rejects.toMatchObject({
    code: 'timeout',
    message: expect.stringContaining('within 3 s'),
  })
  await vi.advanceTimersByTimeAsync(3_000)
  await refused
  vi.useRealTimers()
})

it('gives up after 10 seconds where the keychain stops answering, and tells the binding', async () => {
  vi.useFakeTimers()
  const fake = fakeKeyring()
  const store = await openKeyringTokenStore({ binding: fake.load, lock: { hold: (_, run) => run() } })
  let told: AbortSignal | undefined
  fake.answer = (_, signal) => {
    told = signal
    return new Promise(() => {})
  }
  const reading = store.get('a')
  const refused = expect(reading).rejects.toMatchObject({ code: 'timeout' })
  await vi.advanceTimersByTimeAsync(9_999)
  expect(told?.aborted).toBe(false)
  await vi.advanceTimersByTimeAsync(1)
  await refused
  expect(told?.aborted).toBe(true)
  vi.useRealTimers()
})
