import { expect, it } from 'vitest'
import { openKeyringTokenStore } from '../src/index.ts'
import { recordOfChunks } from './chunk-users.ts'
import { type FakeKeyring, fakeKeyring, noLock, windowsLimit } from './fake-keyring.ts'
import { openWithLong } from './open-with-long.ts'

const open = (fake: FakeKeyring) => openKeyringTokenStore({ binding: fake.load, lock: noLock })

const one = recordOfChunks(5, '1')
const two = recordOfChunks(3, '2')
const three = recordOfChunks(6, '3')

/** Reads, and does something else before the call of that number; tells what was read, and whether it came to that. */
async function readInterrupted(fake: FakeKeyring, call: number, meanwhile: () => Promise<void>) {
  const store = await open(fake)
  let left = call
  fake.answer = () => {
    if (left-- !== 0) return undefined
    fake.answer = () => undefined
    return meanwhile()
  }
  const record = await store.get('a')
  return { record, interrupted: left < 0 }
}

it.each([
  ['a long record is replaced', one, [two]],
  ['a long record is replaced twice, the second time in the same chunks', one, [two, three]],
  ['a long record is replaced and comes back', one, [two, one]],
  ['a long record becomes short', one, ['short']],
  ['a short record becomes long', 'short', [one]],
  ['a long record is deleted', one, [undefined]],
  ['a long record is deleted and written again', one, [undefined, two]],
])('reads what was there at some time where %s meanwhile, at whatever moment', async (_, old, changes) => {
  const read = new Set<string | undefined>()
  for (let call = 0, more = true; more; call++) {
    const fake = fakeKeyring(windowsLimit)
    const writer = await open(fake)
    await writer.update('a', async () => old)
    const { record, interrupted } = await readInterrupted(fake, call, async () => {
      for (const next of changes) await writer.update('a', async () => next)
    })
    expect([old, ...changes].includes(record), `interrupted before call ${call}`).toBe(true)
    read.add(record)
    more = interrupted
  }
  expect(read).toEqual(new Set([old, changes.at(-1)]))
})

it('lists all keys while another process writes a long list', async () => {
  const keys = Array.from({ length: 100 }, (_, index) => `tokens:https://mcp.example.com/${index}`)
  for (let call = 0, more = true; more; call++) {
    const fake = fakeKeyring(windowsLimit)
    const [reader, writer] = [await open(fake), await open(fake)]
    for (const key of keys) await writer.update(key, async () => '1')
    let left = call
    fake.answer = () => (left-- === 0 ? writer.update('new', async () => '1').then(() => undefined) : undefined)
    fake.asked.length = 0
    expect(await reader.keys()).toEqual(expect.arrayContaining(keys))
    expect(fake.asked).not.toContain('find')
    more = left < 0
  }
})

it('gives up on a record that is replaced again and again while it is read, rather than take it for none', async () => {
  const { fake, store, setHeader } = await openWithLong()
  let times = 0
  fake.answer = (call) => {
    if (call === 'get a') setHeader({ sha256: '0'.repeat(64), id: times++ })
    return undefined
  }
  const restless = { name: 'KeyringError', code: 'failed', message: expect.stringContaining('try again') }
  await expect(store.get('a')).rejects.toMatchObject(restless)
  expect(times).toBe(10)
})
