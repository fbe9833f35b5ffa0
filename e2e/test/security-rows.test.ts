import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'

const root = new URL('../../', import.meta.url)
const read = (path: string): Promise<string> => readFile(new URL(path, root), 'utf8')

it('every known vulnerability in SECURITY.md has a rule, and tests that there are', async () => {
  const [, table = ''] = (await read('SECURITY.md')).split('## Known vulnerabilities')
  const rows = [...table.matchAll(/^\| (?!id |-)(.*) \|$/gm)].map(([, row = '']) =>
    row.split(' | ').map((cell) => cell.trim()),
  )
  expect(rows).toHaveLength(15)
  const missing: string[] = []
  for (const [id = '', what, rule, tests = '', ...rest] of rows) {
    expect([what, rule, rest], id).toEqual([expect.stringMatching(/\w/), expect.stringMatching(/\w/), []])
    const named = [...tests.matchAll(/`([^`]+\.test\.ts)`: "([^"]+)"/g)]
    expect(named.map(([all]) => all).join('; '), id).toBe(tests)
    for (const [, file = '', name = ''] of named) {
      if (!(await read(file)).includes(`'${name}'`)) missing.push(`${id}: ${file}: ${name}`)
    }
  }
  expect(missing).toEqual([])
})

it('SECURITY.md links only to what is there', async () => {
  const links = [...(await read('SECURITY.md')).matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(([, path = '']) => path)
  expect(links.length).toBeGreaterThan(1)
  for (const path of links) await expect(read(path), path).resolves.toBeTruthy()
})
