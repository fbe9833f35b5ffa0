import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { run } from '../src/child.ts'
import { findNodes, install, mainNode } from './installed.ts'

const openStore = (auth: string): string =>
  `import { openStore } from '@fast-agent-auth/config/open-store'
const store = await openStore({ auth: ${auth} })`
const redisStore = `import { redisTokenStore } from '@fast-agent-auth/token-store-redis'
const store = redisTokenStore('redis://me:hunter2@127.0.0.1:1')`

it.each([
  [
    '@fast-agent-auth/config',
    openStore("{ persist: 'keyring' }"),
    'npm install @fast-agent-auth/token-store-keyring',
    'node_modules/@napi-rs',
  ],
  [
    '@fast-agent-auth/config',
    openStore("{ persist: 'redis', redisUrl: 'redis://me:hunter2@127.0.0.1:1' }"),
    'npm install @fast-agent-auth/token-store-redis @redis/client',
    'node_modules/@redis',
  ],
  ['@fast-agent-auth/token-store-redis', redisStore, 'npm install @redis/client', 'node_modules/@redis'],
])('%s brings no package that only some need, and names the command for it', async (name, program, command, absent) => {
  const folder = await install(name)
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  expect(existsSync(join(folder, absent))).toBe(false)
  const nodes = await findNodes([mainNode])
  const running = run(nodes[mainNode] ?? '', ['--input-type=module', '--eval', `${program}\nawait store.get('a')`], {
    cwd: folder,
  })
  const { stderr } = await running.catch((error) => error)
  expect(stderr).toContain(command)
  expect(stderr).toContain("code: 'unavailable'")
  expect(stderr).not.toContain('hunter2')
})
