import { globSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'

const root = new URL('../../', import.meta.url)

it('more than 10,000 cases are generated in each run', async () => {
  const files = globSync('{packages,apps}/*/test/*.test.ts', { cwd: root })
  const texts = await Promise.all(files.map((file) => readFile(new URL(file, root), 'utf8')))
  const cases = texts.flatMap((text) => [...text.matchAll(/\bhostile\((\d+)\)/g)].map(([, number]) => Number(number)))
  expect(cases.reduce((sum, number) => sum + number, 0)).toBeGreaterThan(10_000)
})
