import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'

it('exports what the README and the types name, and nothing else', async () => {
  expect(Object.keys(await import('../src/index.ts'))).toMatchInlineSnapshot(`
    [
      "memoryTokenStore",
      "TokenStoreError",
    ]
  `)
  expect(Object.keys(await import('../src/envelope.ts'))).toMatchInlineSnapshot(`
    [
      "withEnvelope",
    ]
  `)
  expect(Object.keys(await import('../src/file.ts'))).toMatchInlineSnapshot(`
    [
      "dataFolder",
      "fileTokenStore",
    ]
  `)
  expect(Object.keys(await import('../src/machine-lock.ts'))).toMatchInlineSnapshot(`
    [
      "machineLock",
      "userLock",
    ]
  `)
  expect(Object.keys(await import('../src/testing.ts'))).toMatchInlineSnapshot(`
    [
      "describeTokenStore",
    ]
  `)
})

it.each(['index.ts', 'testing.ts'])('imports nothing that a browser does not have from %s', async (entry) => {
  expect(await foreignImports(new URL(`../src/${entry}`, import.meta.url))).toEqual([])
})

/** The foreign imports of a module and of all that it imports. */
async function foreignImports(module: URL): Promise<string[]> {
  const source = await readFile(module, 'utf8')
  const specifiers = [...source.matchAll(/\bfrom '(.+?)'/g)].map(([, name = '']) => name)
  const local = specifiers.filter((name) => name.startsWith('.'))
  const foreign = specifiers.filter((name) => !name.startsWith('.'))
  const further = await Promise.all(local.map((name) => foreignImports(new URL(name, module))))
  return [...foreign, ...further.flat()]
}
