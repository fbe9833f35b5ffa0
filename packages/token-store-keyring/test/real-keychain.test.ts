import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { TokenStore } from '@fast-agent-auth/token-store'
import { machineLock } from '@fast-agent-auth/token-store/machine-lock'
import { describeTokenStore } from '@fast-agent-auth/token-store/testing'
import { describe, expect, it } from 'vitest'
import { openKeyringTokenStore } from '../src/index.ts'
import { describeOnKeychain } from './describe-on-keychain.ts'
import { temporaryFolder } from './temporary-folder.ts'

const run = promisify(execFile)
const children = (name: string) => fileURLToPath(new URL(`children/${name}.ts`, import.meta.url))

describeOnKeychain('on a real keychain', (keychain) => {
  async function open(service: string = randomUUID()): Promise<TokenStore> {
    return openKeyringTokenStore({ service, lock: machineLock(await temporaryFolder()) })
  }

  describeTokenStore('The keyring store', () => open(), { describe, it, expect })

  it('shows its records to other programs under the service fast-agent-auth', async () => {
    const store = await openKeyringTokenStore({ lock: machineLock(await temporaryFolder()) })
    await store.update('a', async () => 'secret')
    const search = ['search', '--all', 'service', 'fast-agent-auth', 'username', 'a']
    const { stdout, stderr } = await run('secret-tool', search, { env: { ...process.env, ...keychain().env } })
    expect(stdout).toContain('secret = {"version":1,"key":"a","record":"secret"}')
    expect(stderr + stdout).toContain('attribute.service = fast-agent-auth')
    const lookup = ['search', '--all', 'service', 'fast-agent-auth']
    const all = await run('secret-tool', lookup, { env: { ...process.env, ...keychain().env } })
    expect(all.stdout + all.stderr).not.toContain('probe:')
  })

  it('keeps a record of 100,000 characters', async () => {
    const store = await open()
    const record = 'é'.repeat(100_000)
    await store.update('a', async () => record)
    expect(await store.get('a')).toBe(record)
  })

  it('finds records again when it is opened anew', async () => {
    const service = randomUUID()
    await (await open(service)).update('a', async () => '1')
    const store = await open(service)
    expect(await store.get('a')).toBe('1')
    expect(await store.keys()).toEqual(['a'])
  })

  it('loses none of 25 updates by each of 2 processes', async () => {
    const service = randomUUID()
    const parameters = [children('increment'), await temporaryFolder(), service, '25']
    const increments = [1, 2].map(() =>
      run(process.execPath, parameters, { env: { ...process.env, ...keychain().env } }),
    )
    await Promise.all(increments)
    expect(await (await open(service)).get('count')).toBe('50')
  })
})
