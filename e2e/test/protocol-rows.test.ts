import { readdir, readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'

const read = (path: string): Promise<string> => readFile(new URL(path, import.meta.url), 'utf8')

it('every rule in docs/protocol.md has a test, and every test that is named after a rule has one', async () => {
  const rules = [...(await read('../../docs/protocol.md')).matchAll(/^\| ([A-Z]\d+) /gm)].map(([, id]) => id)
  const names = (await readdir(import.meta.dirname)).filter((name) => /^protocol-.*\.test\.ts$/.test(name))
  const texts = await Promise.all(names.map((name) => read(name)))
  // A name stands behind `it(` or behind the table of `it.each`.
  const tested = texts.flatMap((text) => [...text.matchAll(/(?:\bit|\))\(\s*'([A-Z]\d+) /g)].map(([, id]) => id))
  expect(rules).toHaveLength(56)
  expect(rules.filter((rule) => !tested.includes(rule))).toEqual([])
  expect(tested.filter((id) => !rules.includes(id))).toEqual([])
})
