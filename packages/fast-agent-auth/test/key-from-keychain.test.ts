import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileTokenStore } from '@fast-agent-auth/token-store/file'
import { beforeEach, expect, it, onTestFinished, vi } from 'vitest'
import { keyFromKeychain } from '../src/index.ts'

const key = vi.hoisted(() => vi.fn<() => Promise<Uint8Array>>())
vi.mock('@fast-agent-auth/token-store-keyring', () => ({ keychainKey: () => key }))
beforeEach(() => void key.mockReset())

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'key-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  return folder
}

it('encrypts files with the key in the keychain, and makes no key file', async () => {
  key.mockResolvedValue(new Uint8Array(32).fill(3))
  const folder = await temporaryFolder()
  await fileTokenStore({ folder, key: keyFromKeychain }).update('a', async () => 'secret')
  expect((await readdir(folder)).filter((name) => name.endsWith('.key'))).toEqual([])
  expect(await fileTokenStore({ folder, key: () => new Uint8Array(32).fill(3) }).get('a')).toBe('secret')
})

it('leaves the key to the file store where there is no keychain', async () => {
  key.mockRejectedValue(Object.assign(new Error('no keychain'), { code: 'unavailable' }))
  const folder = await temporaryFolder()
  await fileTokenStore({ folder, key: keyFromKeychain }).update('a', async () => 'secret')
  expect(await readdir(folder)).toContain('encryption.key')
})

it.each(['locked', 'timeout', 'invalid_key'])('makes no other key where the keychain says %s', async (code) => {
  key.mockRejectedValue(Object.assign(new Error('not now'), { code }))
  const folder = await temporaryFolder()
  const store = fileTokenStore({ folder, key: keyFromKeychain })
  await expect(store.update('a', async () => 'secret')).rejects.toMatchObject({ code })
  expect((await readdir(folder)).filter((name) => !name.endsWith('.lock'))).toEqual([])
})
