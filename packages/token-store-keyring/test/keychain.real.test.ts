import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { machineLock } from '@fast-agent-auth/token-store/machine-lock'
import { describeTokenStore } from '@fast-agent-auth/token-store/testing'
import { AsyncEntry, findCredentialsAsync } from '@napi-rs/keyring'
import { describe, expect, it } from 'vitest'
import { openKeyringTokenStore } from '../src/index.ts'
import { keychainKey } from '../src/internal.ts'
import { userOf } from '../src/record-item.ts'
import { openTokenStore, optionsOf } from './children/open-store.ts'
import { describeOnKeychain } from './describe-on-keychain.ts'
import { temporaryFolder } from './temporary-folder.ts'

const run = promisify(execFile)
const entry = (service: string, user: string) => new AsyncEntry(service, user, { linux: { store: 'secret-service' } })

describeOnKeychain('on a real keychain', (keychain) => {
  async function create() {
    const place = JSON.stringify({ service: randomUUID(), folder: await temporaryFolder() })
    return { store: await openTokenStore(place), place }
  }

  async function damage(key: string, place: string) {
    await entry(JSON.parse(place).service, userOf(key)).setSecret(new Uint8Array([0xff, 0x7b, 0x22]))
  }

  const shared = { module: new URL('children/open-store.ts', import.meta.url), turns: 'machine' } as const
  describeTokenStore('The keyring store', { create, shared, damage }, { describe, it, expect })

  it('shows its records to other programs under the service fast-agent-auth', async () => {
    const store = await openKeyringTokenStore({ lock: machineLock(await temporaryFolder()) })
    await store.update('a', async () => 'secret')
    const search = ['search', '--all', 'service', 'fast-agent-auth', 'username', 'a']
    const { stdout, stderr } = await run('secret-tool', search, { env: { ...process.env, ...keychain().env } })
    expect(stdout).toContain('secret = {"version":1,"key":"a","record":"secret"}')
    expect(stderr + stdout).toContain('attribute.service = fast-agent-auth')
    const lookup = ['search', '--all', 'service', 'fast-agent-auth']
    const all = await run('secret-tool', lookup, { env: { ...process.env, ...keychain().env } })
    const probes = (all.stdout + all.stderr).match(/attribute\.username = probe:.*/g)
    expect(probes).toEqual(['attribute.username = probe:keychain'])
  })

  it('keeps a record of 20,000 bytes, and leaves nothing of it', async () => {
    const { store, place } = await create()
    const record = 'é'.repeat(10_000)
    await store.update('a', async () => record)
    expect(await store.get('a')).toBe(record)
    await store.update('a', async () => undefined)
    const left = await findCredentialsAsync(JSON.parse(place).service)
    expect(left.map(({ account }) => account)).toEqual(['probe:keychain'])
  })

  it('finds records again when it is opened anew', async () => {
    const { store, place } = await create()
    await store.update('a', async () => '1')
    const again = await openTokenStore(place)
    expect(await again.get('a')).toBe('1')
    expect(await again.keys()).toEqual(['a'])
  })

  it('lists its records, and those of no other service, where the list of keys is gone', async () => {
    const [{ store, place }, other] = [await create(), await create()]
    const keys = ['short', 'Hashed', 'long', `Hashed and long ${'k'.repeat(3_000)}`]
    for (const key of keys) await store.update(key, async () => (key.includes('ong') ? 'é'.repeat(3_000) : '1'))
    await other.store.update('other', async () => '1')
    await entry(JSON.parse(place).service, 'index').deleteCredential()
    expect(new Set(await store.keys())).toEqual(new Set(keys))
    await store.update('short', async (present) => present)
    const withoutList = await openKeyringTokenStore({ ...optionsOf(place), binding: async () => ({ AsyncEntry }) })
    expect(new Set(await withoutList.keys())).toEqual(new Set(keys))
  })

  it('says that another program keeps an item of the same name (H72)', async () => {
    const { store, place } = await create()
    const { service } = JSON.parse(place)
    await store.update('a', async () => '1')
    const attributes = ['--label=theirs', 'service', service, 'username', 'a', 'theirs', 'yes']
    const storing = run('secret-tool', ['store', ...attributes], { env: { ...process.env, ...keychain().env } })
    storing.child.stdin?.end('theirs')
    await storing
    const ambiguous = { name: 'KeyringError', code: 'ambiguous', message: expect.stringContaining('delete the item') }
    await expect(store.get('a')).rejects.toMatchObject(ambiguous)
    await expect(store.update('a', async () => '2')).rejects.toMatchObject(ambiguous)
  })

  it('gives the same key for files to processes that ask for the first time at the same time', async () => {
    const { place } = await create()
    const program = fileURLToPath(new URL('children/print-key.ts', import.meta.url))
    const given = await Promise.all([1, 2, 3].map(() => run(process.execPath, [program, place])))
    const key = Buffer.from(await keychainKey(optionsOf(place))()).toString('base64')
    expect(given.map(({ stdout }) => stdout)).toEqual([key, key, key])
  })
})
