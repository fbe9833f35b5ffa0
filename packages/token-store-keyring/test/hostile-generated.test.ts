import fc from 'fast-check'
import { expect, it } from 'vitest'
import { hostile } from '../../../scripts/hostile.ts'
import { openWithLong } from './open-with-long.ts'

const number = fc.oneof(fc.integer(), fc.double(), fc.constantFrom(0, 1, 2, 3, 4, 1000, 1001, 2 ** 53))
const header = fc.record(
  {
    version: fc.oneof(number, fc.string()),
    slot: fc.oneof(fc.constantFrom('a', 'b'), fc.string(), fc.constant(null)),
    chunks: fc.oneof(number, fc.string(), fc.constant(null)),
    sha256: fc.oneof(fc.string(), fc.constant(null)),
    length: number,
  },
  { requiredKeys: [] },
)
const item = fc.nat(20)
const damage = fc.oneof(
  fc.record({ kind: fc.constant('delete' as const), item }),
  fc.record({ kind: fc.constant('write' as const), item, text: fc.string({ unit: 'binary', maxLength: 40 }) }),
  fc.record({ kind: fc.constant('swap' as const), item, other: item }),
  fc.record({ kind: fc.constant('header' as const), header }),
)

it('whatever became of its items, a record is there whole or not at all, and can be written again', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(damage, { minLength: 1, maxLength: 6 }), async (damages) => {
      const { fake, store, record, setHeader } = await openWithLong()
      for (const each of damages) {
        // The index has tests of its own: without it, nobody would know of the record.
        const own = [...fake.items.keys()].filter((name) => !name.includes('index')).sort()
        const nth = (index: number): string => own[index % own.length] ?? ''
        if (each.kind === 'header') setHeader(each.header)
        else if (own.length === 0) continue
        else if (each.kind === 'delete') fake.items.delete(nth(each.item))
        else if (each.kind === 'write') fake.items.set(nth(each.item), each.text)
        else fake.items.set(nth(each.item), fake.items.get(nth(each.other)) ?? '')
      }
      fake.asked.length = 0
      const read = await store.get('a').catch((error: unknown) => error)
      expect(fake.asked.length).toBeLessThan(10)
      if (read instanceof Error) {
        // A text that may be of a later version stays.
        const before = new Map(fake.items)
        for (const refused of [read, await store.update('a', async () => 'new').catch((error: unknown) => error)])
          expect(refused).toMatchObject({ name: 'KeyringError', code: 'later_version' })
        expect(fake.items).toEqual(before)
        return
      }
      // A text of somebody else's is an empty record.
      expect([record, '', undefined]).toContain(read)
      await store.update('a', async () => 'new')
      expect(await store.get('a')).toBe('new')
    }),
    hostile(500),
  )
})
