import type { Contract } from './contract.ts'
import { rejectionOf } from './rejection-of.ts'

const records: readonly (readonly [string, string])[] = [
  ['an empty record', ''],
  ['a record of spaces and line breaks', ' \r\n\t '],
  ['a record of JSON', '{"accessToken":"a\\"b","expiresAt":1}'],
  ['a record with characters of every size', 'aé€😀\u{10FFFF}'],
  ['a record with NUL in it', 'a\0b'],
  ['a record that says undefined', 'undefined'],
  ['a record that is longer than a keychain on Windows allows', 'é😀'.repeat(2_000)],
]

/** A record that was written is read unchanged, and no other record appears. */
export function describeRecords({ test, expect }: Contract): void {
  test('has no record under a key that was never written', async (store) => {
    expect(await store.get('a')).toEqual(undefined)
    expect(await store.keys()).toEqual([])
  })

  test('gives a change no record where there is none, and the present record where there is one', async (store) => {
    const given: (string | undefined)[] = []
    const next = (record: string) => async (present: string | undefined) => {
      given.push(present)
      return record
    }
    expect(await store.update('a', next('1'))).toEqual('1')
    expect(await store.update('a', next('2'))).toEqual('2')
    expect(given).toEqual([undefined, '1'])
    expect(await store.get('a')).toEqual('2')
    expect(await store.keys()).toEqual(['a'])
  })

  test('keeps a record that a change returns as it was', async (store) => {
    await store.update('a', async () => '1')
    expect(await store.update('a', async (present) => present)).toEqual('1')
    expect(await store.get('a')).toEqual('1')
  })

  test('makes no record of an absent one that stays absent', async (store) => {
    expect(await store.update('a', async (present) => present)).toEqual(undefined)
    expect(await store.keys()).toEqual([])
  })

  test('deletes a record whose change returns none, and no other one', async (store) => {
    await store.update('a', async () => '1')
    await store.update('b', async () => '2')
    expect(await store.update('a', async () => undefined)).toEqual(undefined)
    expect(await store.get('a')).toEqual(undefined)
    expect(await store.keys()).toEqual(['b'])
    expect(await store.get('b')).toEqual('2')
  })

  test('writes a record again after it was deleted', async (store) => {
    await store.update('a', async () => '1')
    await store.update('a', async () => undefined)
    await store.update('a', async () => '2')
    expect(await store.get('a')).toEqual('2')
    expect(await store.keys()).toEqual(['a'])
  })

  test('writes nothing where a change throws, and passes its error on', async (store) => {
    await store.update('a', async () => '1')
    const declined = new Error('declined')
    const decline = async () => {
      throw declined
    }
    expect((await rejectionOf(store.update('a', decline))) === declined).toEqual(true)
    expect((await rejectionOf(store.update('b', decline))) === declined).toEqual(true)
    expect(await store.get('a')).toEqual('1')
    expect(await store.keys()).toEqual(['a'])
  })

  test('takes the next turn after a change that threw', async (store) => {
    await rejectionOf(store.update('a', () => Promise.reject(new Error('declined'))))
    expect(await store.update('a', async () => '1')).toEqual('1')
  })

  for (const [what, record] of records) {
    test(`gives back ${what} unchanged`, async (store) => {
      await store.update('a', async () => record)
      expect(await store.get('a')).toEqual(record)
      expect(await store.update('a', async (present) => present)).toEqual(record)
    })
  }
}
