import { expect, it } from 'vitest'
import { chunkItem, recordOfChunks, usersOf } from './chunk-users.ts'
import { openWithLong, type WithLong } from './open-with-long.ts'

const tears: readonly (readonly [string, (long: WithLong) => void])[] = [
  ['its first chunk is missing', ({ fake }) => fake.items.delete(chunkItem('a', 'a', 0))],
  ['a chunk in its middle is missing', ({ fake }) => fake.items.delete(chunkItem('a', 'a', 1))],
  ['its last chunk is missing', ({ fake }) => fake.items.delete(chunkItem('a', 'a', 2))],
  ['a chunk is cut off', ({ fake }) => fake.items.set(chunkItem('a', 'a', 1), 'xxx')],
  ['a chunk is empty', ({ fake }) => fake.items.set(chunkItem('a', 'a', 2), '')],
  [
    'two chunks have changed places',
    ({ fake }) => {
      const first = fake.items.get(chunkItem('a', 'a', 0)) ?? ''
      fake.items.set(chunkItem('a', 'a', 0), fake.items.get(chunkItem('a', 'a', 2)) ?? '')
      fake.items.set(chunkItem('a', 'a', 2), first)
    },
  ],
  ['its header names the other slot', ({ setHeader }) => setHeader({ slot: 'b' })],
  ['its header names no slot', ({ setHeader }) => setHeader({ slot: 'c' })],
  ['its header has another hash', ({ setHeader }) => setHeader({ sha256: '0'.repeat(64) })],
  ['its header has no hash', ({ setHeader }) => setHeader({ sha256: undefined })],
  ['its header leaves a chunk out', ({ setHeader }) => setHeader({ chunks: 2 })],
  ['its header counts a chunk that was never there', ({ setHeader }) => setHeader({ chunks: 4 })],
  ['its header counts 1,000,000,000 chunks (H74)', ({ setHeader }) => setHeader({ chunks: 1e9 })],
  ['its header counts 1,001 chunks', ({ setHeader }) => setHeader({ chunks: 1_001 })],
  ['its header counts no chunks', ({ setHeader }) => setHeader({ chunks: 0 })],
  ['its header counts -1 chunks', ({ setHeader }) => setHeader({ chunks: -1 })],
  ['its header counts one and a half chunks', ({ setHeader }) => setHeader({ chunks: 1.5 })],
  ['its header counts in words', ({ setHeader }) => setHeader({ chunks: '3' })],
  ['its header is of another version', ({ setHeader }) => setHeader({ version: 0 })],
]

it.each(tears)('gives no record where %s (H74)', async (_, tear) => {
  const long = await openWithLong()
  tear(long)
  long.fake.asked.length = 0
  expect(await long.store.get('a')).toBeUndefined()
  expect(long.fake.asked.length).toBeLessThan(10)
})

it.each([
  ['slot', 'c'],
  ['slot', undefined],
  ['sha256', undefined],
  ['version', 1.5],
  ['chunks', 0],
  ['chunks', 1.5],
  ['chunks', 1_001],
  ['chunks', 1e9],
  ['chunks', null],
])('asks for no chunk of a header that makes no sense (%s: %j) (H74)', async (name, value) => {
  const { fake, store, setHeader } = await openWithLong()
  setHeader({ [name]: value })
  fake.asked.length = 0
  expect(await store.get('a')).toBeUndefined()
  expect(fake.asked).toEqual(['get a'])
})

it.each(tears)('writes a short record, and nothing stays of a long one where %s', async (_, tear) => {
  const long = await openWithLong()
  tear(long)
  const given: unknown[] = []
  await long.store.update('a', async (present) => {
    given.push(present)
    return 'new'
  })
  expect(given).toEqual([undefined])
  expect(await long.store.get('a')).toBe('new')
  expect(await long.store.keys()).toEqual(['a'])
  await long.store.update('a', async () => undefined)
  expect(usersOf(long.fake, 'a')).toEqual([])
})

it.each(tears)('writes a long record where %s', async (_, tear) => {
  const long = await openWithLong()
  tear(long)
  await long.store.update('a', async () => recordOfChunks(4, 'y'))
  expect(await long.store.get('a')).toBe(recordOfChunks(4, 'y'))
  await long.store.update('a', async () => undefined)
  expect(usersOf(long.fake, 'a')).toEqual([])
})

it.each(tears)('takes what is left away where %s and a change makes no record', async (_, tear) => {
  const long = await openWithLong()
  tear(long)
  await long.store.update('a', async (present) => present)
  expect(await long.store.keys()).toEqual([])
  expect(usersOf(long.fake, 'a')).toEqual([])
})

it('asks for no more than 1,000 chunks, however many there are', async () => {
  const { fake, store, setHeader } = await openWithLong()
  for (let index = 0; index < 1_100; index++) fake.items.set(chunkItem('a', 'a', index), 'x')
  setHeader({ chunks: 1e9 })
  fake.asked.length = 0
  await store.update('a', async () => 'short')
  expect(fake.asked.filter((call) => call.startsWith('get chunk:')).length).toBe(1_001)
  expect(await store.get('a')).toBe('short')
})
