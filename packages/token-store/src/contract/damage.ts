import type { Contract } from './contract.ts'

/** A damaged record crashes nothing, blocks no other record, and is never read as a sound one. */
export function describeDamage(
  { test, expect }: Contract,
  damage: (key: string, place: string) => Promise<void>,
): void {
  test('gives no record, or one that nobody can take for the old one, where it is damaged', async (store, place) => {
    await store.update('a', async () => 'old')
    await damage('a', place)
    expect([undefined, ''].includes(await store.get('a'))).toEqual(true)
  })

  test('lists and gives other records where one is damaged', async (store, place) => {
    await store.update('a', async () => 'old')
    await store.update('b', async () => 'sound')
    await damage('a', place)
    expect((await store.keys()).includes('b')).toEqual(true)
    expect(await store.get('b')).toEqual('sound')
  })

  test('writes and deletes a record in the place of a damaged one', async (store, place) => {
    await store.update('a', async () => 'old')
    await damage('a', place)
    const given: unknown[] = []
    await store.update('a', async (present) => {
      given.push(present)
      return 'new'
    })
    expect([undefined, ''].includes(given[0] as string | undefined)).toEqual(true)
    expect(await store.get('a')).toEqual('new')
    expect(await store.keys()).toEqual(['a'])
    await damage('a', place)
    await store.update('a', async () => undefined)
    expect(await store.get('a')).toEqual(undefined)
    expect(await store.keys()).toEqual([])
  })
}
