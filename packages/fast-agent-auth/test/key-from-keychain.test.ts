import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileTokenStore } from '@fast-agent-auth/token-store/file'
import { KeyringError } from '@fast-agent-auth/token-store-keyring'
import { beforeEach, expect, it, onTestFinished, vi } from 'vitest'
import { keyFromKeychain } from '../src/index.ts'

const key = vi.hoisted(() => vi.fn<() => Promise<Uint8Array>>())
vi.mock('@fast-agent-auth/token-store-keyring/internal', () => ({ keychainKey: () => key }))
beforeEach(() => void key.mockReset())

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'key-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  return folder
}

it('encrypts files with the key in the keychain, and keeps it nowhere else', async () => {
  key.mockResolvedValue(new Uint8Array(32).fill(3))
  const folder = await temporaryFolder()
  await fileTokenStore({ folder, key: keyFromKeychain }).update('a', async () => 'secret')
  expect(await readFile(join(folder, 'encryption.key'), 'utf8')).toMatch(/^[\w-]{16}\n$/)
  expect(await fileTokenStore({ folder, key: () => new Uint8Array(32).fill(3) }).get('a')).toBe('secret')
})

it('leaves the key to the file store where there is no keychain', async () => {
  key.mockRejectedValue(new KeyringError('unavailable', 'no keychain'))
  const folder = await temporaryFolder()
  await fileTokenStore({ folder, key: keyFromKeychain }).update('a', async () => 'secret')
  expect(await readFile(join(folder, 'encryption.key'), 'utf8')).toMatch(/=\n$/)
  expect(await fileTokenStore({ folder, key: keyFromKeychain }).get('a')).toBe('secret')
})

it.each(['locked', 'too_slow', 'invalid_key'] as const)(
  'makes no other key where the keychain says %s',
  async (code) => {
    key.mockRejectedValue(new KeyringError(code, 'not now'))
    const folder = await temporaryFolder()
    const store = fileTokenStore({ folder, key: keyFromKeychain })
    await expect(store.update('a', async () => 'secret')).rejects.toMatchObject({ code })
    expect((await readdir(folder)).filter((name) => !name.endsWith('.lock'))).toEqual([])
  },
)
