import type { Contract } from './contract.ts'

const keys: readonly (readonly [string, string])[] = [
  ['an empty key', ''],
  ['a key that leaves the folder', '../a'],
  ['a key that is a path', '/etc/passwd'],
  ['a key that Windows reserves', 'CON'],
  ['a key with characters that no file name may have', '<>:"|?*\\'],
  ['a key that looks like our own bookkeeping', 'index'],
  ['a key that an object has by nature', '__proto__'],
  ['a URL of 300 characters', `tokens:https://example.com/${'a'.repeat(273)}`],
  ['a key of 4,000 characters', `${'a'.repeat(3_999)}b`],
  ['a key with characters of every size', 'é€😀\u{10FFFF}'],
  ['a key with NUL in it', 'a\0b'],
  ['a key with a line break at its end', 'a\n'],
]

// Pairs that some file systems, keychains or databases take for one key.
const distinct: readonly (readonly [string, string, string])[] = [
  ['in case only', 'https://example.com/A', 'https://example.com/a'],
  ['in the form of an accent only', 'caf\u00e9', 'cafe\u0301'],
  ['after NUL only', 'a\0b', 'a\0c'],
  ['after 4,000 characters only', `${'a'.repeat(4_000)}b`, `${'a'.repeat(4_000)}c`],
  ['in a space at the end only', 'a', 'a '],
]

/** Any well-formed string is a key, and different strings are different keys. */
export function describeKeys({ test, expect }: Contract): void {
  for (const [what, key] of keys) {
    test(`keeps a record under ${what}`, async (store) => {
      await store.update(key, async () => '1')
      await store.update(key, async (present) => `${present}2`)
      expect(await store.get(key)).toEqual('12')
      expect(await store.keys()).toEqual([key])
      await store.update(key, async () => undefined)
      expect(await store.keys()).toEqual([])
    })
  }

  for (const [difference, one, other] of distinct) {
    test(`keeps two records whose keys differ ${difference}`, async (store) => {
      await store.update(one, async () => '1')
      await store.update(other, async () => '2')
      expect([await store.get(one), await store.get(other)]).toEqual(['1', '2'])
      expect((await store.keys()).sort()).toEqual([one, other].sort())
    })
  }

  test('lists all keys that were written at the same time', async (store) => {
    const written = Array.from({ length: 20 }, (_, index) => `key-${index}`)
    await Promise.all(written.map((key) => store.update(key, async () => '1')))
    expect((await store.keys()).sort()).toEqual(written.sort())
  })
}
