import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * The contract as a user's own test would run it, without a test runner; its processes are started from the package, by the
 * runtime that is named behind the script, or else by its own.
 */
const contract = `
import assert from 'node:assert'
import { mkdtempSync } from 'node:fs'
import { fileTokenStore } from '@fast-agent-auth/token-store/file'
import { describeTokenStore } from '@fast-agent-auth/token-store/testing'

const [program = process.execPath, ...words] = process.argv.slice(2)
Object.assign(process, { execPath: program, execArgv: words })
// Deno takes a process that is stopped for one that has ended, and closes its channel.
const skipped = process.versions.deno ? /process that is stopped/ : /^$/
const tests = []
const expect = (actual) => ({ toEqual: (expected) => assert.deepStrictEqual(actual, expected) })
const it = (name, body) => skipped.test(name) || tests.push({ name, body })
const create = () => {
  const place = mkdtempSync('store-')
  return { store: fileTokenStore({ folder: place }), place }
}
const module = new URL('store.mjs', import.meta.url)
const runner = { describe: (_, body) => body(), it, expect }
describeTokenStore('The file store', { create, shared: { module, turns: 'machine' } }, runner)
for (const { name, body } of tests) await body().catch((error) => { throw new Error(name, { cause: error }) })
console.log(tests.length)
`

const store = `import { fileTokenStore } from '@fast-agent-auth/token-store/file'
export const openTokenStore = (folder) => fileTokenStore({ folder })
`

/** Writes the contract of the file store as `contract.mjs` into a folder where the package is installed. */
export async function writeStoreContract(folder: string): Promise<void> {
  await writeFile(join(folder, 'contract.mjs'), contract)
  await writeFile(join(folder, 'store.mjs'), store)
}
