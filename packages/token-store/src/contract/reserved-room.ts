import type { Contract } from './contract.ts'
import { rejectionOf } from './rejection-of.ts'

/** Reserving room changes nothing about what is written. */
export function describeReservedRoom({ test, expect }: Contract): void {
  for (const reserve of [0, 1, 4_000]) {
    test(`writes what a change returns, whether or not it fits the ${reserve} bytes that it reserved`, async (store) => {
      for (const record of ['old', 'é'.repeat(100), 'é'.repeat(4_000), '']) {
        expect(await store.update('a', async () => record, { reserve })).toEqual(record)
        expect([await store.get('a'), await store.keys()]).toEqual([record, ['a']])
        expect(await store.update('a', async (present) => present, { reserve })).toEqual(record)
      }
      expect(await store.update('a', async () => undefined, { reserve })).toEqual(undefined)
      expect([await store.get('a'), await store.keys()]).toEqual([undefined, []])
      expect(await store.update('a', async (present) => present, { reserve })).toEqual(undefined)
      expect(await store.keys()).toEqual([])
    })
  }

  test('runs and writes a change that reserves a lot, or does neither', async (store) => {
    await store.update('a', async () => '1')
    let began = false
    const update = store.update(
      'a',
      async () => {
        began = true
        return '2'
      },
      { reserve: Number.MAX_SAFE_INTEGER },
    )
    const written = await update.then(
      () => true,
      () => false,
    )
    expect([began, await store.get('a')]).toEqual([written, written ? '2' : '1'])
    expect(await store.update('a', async () => '3')).toEqual('3')
  })

  test('writes nothing if a change with reserved room throws, and frees the room for the next one', async (store) => {
    await store.update('a', async () => '1')
    const declined = new Error('declined')
    const decline = () => store.update('a', () => Promise.reject(declined), { reserve: 100 })
    expect((await rejectionOf(decline())) === declined).toEqual(true)
    expect(await store.get('a')).toEqual('1')
    expect(await store.update('a', async (present) => `${present}2`, { reserve: 100 })).toEqual('12')
    expect(await store.update('a', async (present) => `${present}3`)).toEqual('123')
  })
}
