import { globSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const root = fileURLToPath(new URL('../../', import.meta.url))
const read = (path: string): Promise<string> => readFile(`${root}${path}`, 'utf8')
const manifests = globSync('{packages,apps}/*/package.json', { cwd: root })
const documents = globSync(['*.md', 'docs/*.md', '{packages,apps}/*/README.md', '.changeset/*.md'], { cwd: root })

/** The Nodes whose `require` loads ES modules. */
const requiring = '^20.19.0 || >=22.12.0'
/** Those of msw, which are among them. */
const ofMsw = '>=22.12.0'

it.each(manifests.toSorted())('%s names no Node on which `require()` of the package fails', async (path) => {
  const { engines } = JSON.parse(await read(path))
  expect(engines.node).toBe(path.includes('mock-server') ? ofMsw : requiring)
})

it('no document promises an older Node 20 or 22', async () => {
  const oldest: Readonly<Record<string, number>> = { 20: 19, 22: 12 }
  const texts = await Promise.all(documents.map(async (path) => ({ path, text: await read(path) })))
  const versions = texts.flatMap(({ path, text }) =>
    Array.from(text.matchAll(/\b(20|22)\.(\d+)(?:\.\d+)?\b/g), ([found, major = '', minor]) => ({
      path,
      found,
      isTooOld: Number(minor) < (oldest[major] ?? 0),
    })),
  )
  expect(new Set(versions.map(({ found }) => found.slice(0, 2)))).toEqual(new Set(['20', '22']))
  expect(versions.filter(({ isTooOld }) => isTooOld)).toEqual([])
})
