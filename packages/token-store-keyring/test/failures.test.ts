import { randomBytes } from 'node:crypto'
import { machineLock } from '@fast-agent-auth/token-store/machine-lock'
import { expect, it, vi } from 'vitest'
import { KeyringError, openKeyringTokenStore } from '../src/index.ts'
import { type FakeKeyring, fakeKeyring } from './fake-keyring.ts'
import { temporaryFolder } from './temporary-folder.ts'

async function open(fake: FakeKeyring) {
  return openKeyringTokenStore({ binding: fake.load, lock: machineLock(await temporaryFolder()) })
}

const probe = 'fast-agent-auth/probe:keychain'
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

it.each<[string, (fake: FakeKeyring) => void]>([
  ['nothing', ({ probes }) => probes.clear()],
  ['something else', ({ probes }) => probes.set(probe, 'something else')],
  ['what was there before', ({ probes }) => probes.set(probe, '0'.repeat(32))],
])('opens nothing where what was written is not given back, but %s', async (_, exchange) => {
  const fake = fakeKeyring()
  fake.probes.set(probe, '0'.repeat(32))
  fake.answer = (call) => void (call.startsWith('get') && exchange(fake))
  await expect(open(fake)).rejects.toMatchObject({ code: 'failed' })
  expect(fake.items.size).toBe(0)
})

it('has one item to see whether the keychain works, however many processes are killed while they look (H99)', async () => {
  const fake = fakeKeyring()
  for (const last of ['get', 'set', 'delete']) {
    fake.asked.length = 0
    // A killed process sends nothing more.
    fake.answer = (call) =>
      call.startsWith(last) && fake.asked.length > 1 ? Promise.reject(new Error('killed')) : undefined
    await open(fake).catch(() => undefined)
  }
  fake.answer = () => undefined
  fake.asked.length = 0
  await open(fake)
  expect([[...fake.probes.keys()], fake.items.size]).toEqual([[probe], 0])
  expect(fake.asked).toEqual(['get probe:keychain', 'set probe:keychain', 'get probe:keychain'])
})

it('asks a person to unlock the keychain once where it opens nothing', async () => {
  const fake = fakeKeyring()
  const [, [said]] = failures
  fake.answer = (call) => (call.startsWith('set') ? Promise.reject(new Error(said)) : undefined)
  await expect(open(fake)).rejects.toMatchObject({ code: 'locked' })
  expect(fake.asked.filter((call) => call.startsWith('set'))).toHaveLength(1)
})

it('opens where other processes look at the same moment, whoever of them wrote last', async () => {
  const fake = fakeKeyring()
  const opened = await Promise.all(Array.from({ length: 20 }, () => open(fake)))
  expect([opened.length, fake.probes.size]).toEqual([20, 1])
  fake.answer = (call) => void (call.startsWith('get') && fake.probes.set(probe, randomBytes(16).toString('hex')))
  await open(fake)
})

it('opens where another process makes the item at the same moment, which macOS refuses one of them', async () => {
  const fake = fakeKeyring()
  let refusals = 1
  fake.answer = (call) =>
    call.startsWith('set') && refusals-- > 0
      ? Promise.reject(new Error('The specified item already exists in the keychain.'))
      : undefined
  await open(fake)
  expect(fake.asked.filter((call) => call.startsWith('set'))).toHaveLength(2)
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
    code: 'too_slow',
    message: expect.stringContaining('within 3 s'),
  })
  await vi.advanceTimersByTimeAsync(3_000)
  await refused
  vi.useRealTimers()
})

it('gives up after 10 seconds where the keychain stops answering, and tells the binding (H72)', async () => {
  vi.useFakeTimers()
  const fake = fakeKeyring()
  const store = await openKeyringTokenStore({ binding: fake.load, lock: { hold: (_, run) => run() } })
  let told: AbortSignal | undefined
  fake.answer = (_, signal) => {
    told = signal
    return new Promise(() => {})
  }
  const reading = store.get('a')
  const refused = expect(reading).rejects.toMatchObject({ code: 'too_slow' })
  await vi.advanceTimersByTimeAsync(9_999)
  expect(told?.aborted).toBe(false)
  await vi.advanceTimersByTimeAsync(1)
  await refused
  expect(told?.aborted).toBe(true)
  vi.useRealTimers()
})

it('refreshes nothing after a write that failed until what is kept has been written once more (H98)', async () => {
  const fake = fakeKeyring()
  const store = await open(fake)
  for (const key of ['a', 'b']) await store.update(key, async () => 'old')
  const locked = new Error("Couldn't access platform storage: Secret Service: unlock prompt was dismissed")
  fake.answer = (call) => (call.startsWith('set') ? Promise.reject(locked) : undefined)
  const change = vi.fn(async () => 'new')
  // Nobody knows before the first one.
  await expect(store.update('a', change, { reserve: 100 })).rejects.toMatchObject({ code: 'locked' })
  expect(change).toHaveBeenCalledTimes(1)
  for (const key of ['a', 'b'])
    await expect(store.update(key, change, { reserve: 100 })).rejects.toMatchObject({ code: 'locked', cause: locked })
  expect(change).toHaveBeenCalledTimes(1)
  // Without a record there is nothing to lose, and a result that can be had again needs no room.
  await expect(store.update('c', change, { reserve: 100 })).rejects.toMatchObject({ code: 'locked' })
  await expect(store.update('b', change)).rejects.toMatchObject({ code: 'locked' })
  expect(change).toHaveBeenCalledTimes(3)
  fake.answer = () => undefined
  fake.asked.length = 0
  await store.update('b', change, { reserve: 100 })
  expect(fake.asked.filter((call) => call.startsWith('set'))).toEqual(['set b', 'set b'])
  fake.asked.length = 0
  expect(await store.update('a', change, { reserve: 100 })).toBe('new')
  expect(fake.asked.filter((call) => call.startsWith('set'))).toEqual(['set a'])
  expect([await store.get('a'), await store.get('b'), await store.keys()]).toEqual(['new', 'new', ['a', 'b']])
})

it('refreshes again after a write that failed and another one that did not', async () => {
  const fake = fakeKeyring()
  const store = await open(fake)
  await store.update('a', async () => 'old')
  fake.answer = (call) => (call === 'set b' ? Promise.reject(new Error(noBus)) : undefined)
  await expect(store.update('b', async () => '1')).rejects.toMatchObject({ code: 'unavailable' })
  // Writes nothing.
  await store.update('sign-in', async () => undefined)
  fake.asked.length = 0
  await store.update('a', async (present) => present, { reserve: 100 })
  expect(fake.asked.filter((call) => call.startsWith('set'))).toEqual(['set a'])
  await expect(store.update('b', async () => '1')).rejects.toMatchObject({ code: 'unavailable' })
  await store.update('a', async () => 'new')
  fake.asked.length = 0
  await store.update('a', async (present) => present, { reserve: 100 })
  expect(fake.asked.filter((call) => call.startsWith('set'))).toEqual([])
})

it('writes a long record once more in chunks after a write that failed', async () => {
  const fake = fakeKeyring()
  const store = await open(fake)
  const long = 'é'.repeat(3_000)
  await store.update('a', async () => long)
  fake.answer = (call) => (call === 'set b' ? Promise.reject(new Error(noBus)) : undefined)
  await expect(store.update('b', async () => '1')).rejects.toMatchObject({ code: 'unavailable' })
  const given = vi.fn(async (present: string | undefined) => `${present}!`)
  await store.update('a', given, { reserve: 100 })
  expect(given).toHaveBeenCalledWith(long)
  expect(await store.get('a')).toBe(`${long}!`)
  const chunks = (): readonly string[] => [...fake.items.keys()].filter((item) => item.includes('chunk:'))
  expect(chunks()).toHaveLength(4)
  await store.update('a', async () => undefined)
  expect(chunks()).toEqual([])
})
