import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { authProperties } from '../../../scripts/option-schema.ts'
import { optionTable } from '../../../scripts/option-table.ts'
import { type AuthOption, authOptions, camelCase, findOption } from '../src/options.ts'

const file = (path: string): Promise<string> => readFile(new URL(`../../../${path}`, import.meta.url), 'utf8')
const options: readonly AuthOption[] = authOptions

it('the schema is what scripts/write-options.ts makes of the list', async () => {
  const { $defs } = JSON.parse(await file('packages/config/schema.json'))
  expect($defs.auth.properties).toEqual(authProperties(options))
})

it('the table in docs/options.md is what scripts/write-options.ts makes of the list', async () => {
  expect(await file('docs/options.md')).toContain(`\n\n${optionTable(options)}\n\n`)
})

it.each(options)('$key is found by each of its names', ({ key, name = key }) => {
  const names = [key, camelCase(key), key.toUpperCase(), key.replaceAll('_', '-'), ...(name === 'store' ? [] : [name])]
  expect(names.map((each) => findOption(each).option?.key)).toEqual(names.map(() => key))
})

it('each has one sentence of its own', () => {
  expect(options.filter(({ description }) => !/^[A-Z][^\n]*[^.]\.$/.test(description))).toEqual([])
  expect(new Set(options.map(({ description }) => description)).size).toBe(options.length)
})

it('each that loosens a rule or names who is trusted is marked', () => {
  expect(options.filter(({ effect }) => effect !== undefined).map(({ key }) => key)).toEqual([
    'issuer',
    'authorization_server',
    ...options.map(({ key }) => key).filter((key) => /^(allow|quirks)\./.test(key)),
  ])
})

it.each([...new Set(options.map(({ kind }) => kind))])('the kind %s is known to the schema', (kind) => {
  const { a } = authProperties([{ key: 'a', kind, description: 'It is.' }]) as { readonly a: object }
  expect(Object.keys(a).length).toBeGreaterThan(1)
})
