import { describe, expect, it } from 'vitest'
import { openKeyringTokenStore } from '../src/index.ts'
import { expectRoom, recordOfChunks } from './chunk-users.ts'
import { type FakeKeyring, fakeKeyring, noLock, windowsLimit } from './fake-keyring.ts'

const open = (fake: FakeKeyring) => openKeyringTokenStore({ binding: fake.load, lock: noLock })

const records = [
  'short',
  recordOfChunks(3, 'l'),
  recordOfChunks(5, 'm'),
  recordOfChunks(2, 'n'),
  'shorter',
  recordOfChunks(4, 'o'),
  undefined,
  recordOfChunks(3, 'p'),
  undefined,
]
const steps = records.map((record, index) => [index, records[index - 1], record] as const)
const size = (record: string | undefined) => (record === undefined ? 'none' : `${record.length} characters`)

// A list of few keys is in one item, a list of many is in chunks.
describe.each([
  ['one other key', 1],
  ['100 other keys', 100],
])('beside %s', (_, count) => {
  const others = Array.from({ length: count }, (_, index) => `other:https://mcp.example.com/${index}`)

  /** A keychain after the first steps, and how it looks without the record. */
  async function prepare(index: number) {
    const fake = fakeKeyring(windowsLimit)
    const store = await open(fake)
    for (const key of others) await store.update(key, async () => '1')
    const bare = usersWithoutSlot(fake)
    for (const record of records.slice(0, index)) await store.update('a', async () => record)
    return { fake, bare }
  }

  it.each(steps)(
    'has the old record or the new one after each stop of step %i',
    { timeout: 120_000 },
    async (index, old, next) => {
      const { fake, bare } = await prepare(index)
      const before = new Map(fake.items)
      const results = new Set<string>()
      for (let stop = 0, finished = false; !finished; stop++) {
        for (const then of ['short again', recordOfChunks(2, 'z'), undefined]) {
          restore(fake, before)
          finished = await stopAfter(fake, stop, next)
          const store = await open(fake)
          const record = await store.get('a')
          expect([old, next].map(size), `after ${stop} calls`).toContain(size(record))
          expect([old, next].includes(record)).toBe(true)
          results.add(size(record))
          const keys = await store.keys()
          expect(keys).toEqual(expect.arrayContaining(record === undefined ? others : [...others, 'a']))

          await store.update('a', async () => then)
          expect(await store.get('a')).toBe(then)
          expect(new Set(await store.keys())).toEqual(new Set(then === undefined ? others : [...others, 'a']))
          expectRoom(fake)
          await store.update('a', async () => undefined)
          // Chunks left of a list, which has no secrets, are removed at its next write.
          await store.update('b', async () => '1')
          await store.update('b', async () => undefined)
          expect(usersWithoutSlot(fake)).toEqual(bare)
        }
      }
      expect(results).toEqual(new Set([old, next].map(size)))
    },
  )
})

/** Writes a record on a keychain that does nothing more after so many calls; tells whether it took no more. */
async function stopAfter(fake: FakeKeyring, calls: number, record: string | undefined): Promise<boolean> {
  const store = await open(fake)
  let left = calls
  const stopped = new Error('stopped')
  fake.answer = () => (left-- > 0 ? undefined : Promise.reject(stopped))
  try {
    await store.update('a', async () => record)
    return true
  } catch (error) {
    expect(error).toMatchObject({ code: 'failed', cause: stopped })
    return false
  } finally {
    fake.answer = () => undefined
  }
}

function restore(fake: FakeKeyring, items: ReadonlyMap<string, string>): void {
  fake.items.clear()
  for (const [item, text] of items) fake.items.set(item, text)
}

/** A long list may end in either slot. */
function usersWithoutSlot(fake: FakeKeyring): string[] {
  return [...fake.items.keys()].map((item) => item.replace(/:[ab](?=\d+$)/, ':')).sort()
}
