import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { root } from '../../scripts/workspace.ts'

const count = `
import { memoryTokenStore } from '@fast-agent-auth/token-store'
import { fileTokenStore } from '@fast-agent-auth/token-store/file'
import { openKeyringTokenStore } from '@fast-agent-auth/token-store-keyring'
import { redisTokenStore } from '@fast-agent-auth/token-store-redis'

const stores = {
  memory: memoryTokenStore,
  file: fileTokenStore,
  keychain: openKeyringTokenStore,
  redis: () => redisTokenStore(process.env.REDIS_URL),
}
try {
  const store = await stores[process.argv[2]]()
  console.log(await store.update('count', async (present) => String(Number(present ?? 0) + 1)))
  await store.close?.()
} catch (error) {
  console.log(error.code + ': ' + error.message)
}
`

/** Writes `readme.mjs`, which signs in at a server, and `count.mjs`, which adds 1 to a number in a store. */
export async function writeRuntimeScripts(folder: string, serverUrl: string): Promise<void> {
  const example = await readFile(join(root, 'packages/fast-agent-auth/examples/readme.ts'), 'utf8')
  await writeFile(join(folder, 'readme.mjs'), example.replaceAll('https://mcp.example.com/mcp', serverUrl))
  await writeFile(join(folder, 'browser.mjs'), 'await fetch(process.argv[2])\n')
  await writeFile(join(folder, 'count.mjs'), count)
}
