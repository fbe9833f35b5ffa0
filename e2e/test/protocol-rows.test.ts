import { readdir, readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'

/** How many rows each table of the protocol's checklist has, by the letter of their ids. */
const tables = { P: 7, A: 5, R: 14, Q: 14, C: 7, T: 9 }

const rows = Object.entries(tables).flatMap(([letter, count]) =>
  Array.from({ length: count }, (_, index) => `${letter}${index + 1}`),
)

it('every row of the protocol has a test', async () => {
  const names = (await readdir(import.meta.dirname)).filter((name) => /^protocol-.*\.test\.ts$/.test(name))
  const texts = await Promise.all(names.map((name) => readFile(new URL(name, import.meta.url), 'utf8')))
  // A name stands behind `it(` or behind the table of `it.each`.
  const tested = texts.flatMap((text) => [...text.matchAll(/(?:\bit|\))\(\s*'([A-Z]\d+) /g)].map(([, row]) => row))
  expect(rows.filter((row) => !tested.includes(row))).toEqual([])
  expect(tested.filter((row) => row === undefined || !rows.includes(row))).toEqual([])
})
