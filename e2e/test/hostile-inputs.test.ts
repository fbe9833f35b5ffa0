import { readdir, readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'

const root = new URL('../../', import.meta.url)
const read = (path: string): Promise<string> => readFile(new URL(path, root), 'utf8')

it('every line of docs/hostile-inputs.md has a rule, and tests that there are', async () => {
  const table = (await read('docs/hostile-inputs.md')).matchAll(/^\| (?!input |-)(.*) \|$/gm)
  const rows = [...table].map(([, row = '']) => row.split(' | ').map((cell) => cell.trim()))
  expect(rows).toHaveLength(162)
  const missing: string[] = []
  for (const [input = '', rule, tests = '', ...rest] of rows) {
    expect([rule, rest], input).toEqual([expect.stringMatching(/\w/), []])
    const named = [...tests.matchAll(/`([^`]+\.ts)`: "([^"]+)"/g)]
    expect(named.map(([all]) => all).join('; '), input).toBe(tests)
    expect(named.length, input).toBeGreaterThan(0)
    for (const [, file = '', name = ''] of named) {
      if (!(await read(file)).includes(`'${name}'`)) missing.push(`${input}: ${file}: ${name}`)
    }
  }
  expect(missing).toEqual([])
})

it('more than 10,000 cases are generated in each run', async () => {
  const folders = await Promise.all(
    ['packages/', 'apps/'].map(async (parent) =>
      (await readdir(new URL(parent, root))).map((name) => `${parent}${name}/test/`),
    ),
  )
  const files = await Promise.all(
    folders
      .flat()
      .map(async (folder) => (await readdir(new URL(folder, root)).catch(() => [])).map((name) => folder + name)),
  )
  const texts = await Promise.all(
    files
      .flat()
      .filter((name) => name.endsWith('.test.ts'))
      .map(read),
  )
  const cases = texts.flatMap((text) => [...text.matchAll(/\bhostile\((\d+)\)/g)].map(([, number]) => Number(number)))
  expect(cases.reduce((sum, number) => sum + number, 0)).toBeGreaterThan(10_000)
})
