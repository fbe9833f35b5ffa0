import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { findRowTests, rowDocuments, rowsIn, withoutPadding, withTests } from '../../scripts/row-documents.ts'

const tests = findRowTests()
const read = (path: string): Promise<string> => readFile(new URL(`../../${path}`, import.meta.url), 'utf8')

it.each(rowDocuments)('every row of %s has a test', (document) => {
  const rows = rowsIn(document)
  expect(rows.length).toBeGreaterThan(14)
  expect(rows.filter((row) => !tests.some((test) => test.rows.includes(row)))).toEqual([])
})

it('every row has an id of its own, and every id in a title is that of a row', () => {
  const ids = rowDocuments.flatMap(rowsIn)
  expect(ids).toEqual([...new Set(ids)])
  expect(tests.flatMap(({ rows }) => rows).filter((row) => !ids.includes(row))).toEqual([])
})

it.each(rowDocuments)('%s is as scripts/write-rows.ts writes it', async (document) => {
  expect(withoutPadding(await read(document))).toBe(withoutPadding(withTests(document, tests)))
})

it('SECURITY.md links only to what is there', async () => {
  const links = [...(await read('SECURITY.md')).matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(([, path = '']) => path)
  expect(links.length).toBeGreaterThan(1)
  for (const path of links) await expect(read(path), path).resolves.toBeTruthy()
})
