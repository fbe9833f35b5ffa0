import { TokenStoreError } from '@fast-agent-auth/token-store'
import type { MachineLock } from '@fast-agent-auth/token-store/machine-lock'
import { expect, it, vi } from 'vitest'
import { openKeyringTokenStore } from '../src/index.ts'
import { keychainKey } from '../src/internal.ts'
import { fakeKeyring, noLock } from './fake-keyring.ts'

const withLock = (hold: MachineLock['hold']) => ({ binding: fakeKeyring().load, lock: { hold } })

it('is not opened where its lock cannot be had, rather than lose what a sign-in brings', async () => {
  const cause = new TokenStoreError('unavailable', 'Deno may not lock files: run it with --allow-ffi.')
  await expect(openKeyringTokenStore(withLock(() => Promise.reject(cause)))).rejects.toMatchObject({
    name: 'KeyringError',
    code: 'unavailable',
    message: 'The keychain has no lock. Deno may not lock files: run it with --allow-ffi.',
    cause,
  })
})

it('gives the key for files that it has, also where its lock cannot be had', async () => {
  const keychain = fakeKeyring()
  const key = await keychainKey({ binding: keychain.load, lock: noLock })()
  const hold = () => Promise.reject(new TokenStoreError('unavailable', 'no lock'))
  expect(await keychainKey({ binding: keychain.load, lock: { hold } })()).toEqual(key)
})

it('passes on what is wrong with the folder of its locks', async () => {
  const unsafe = new TokenStoreError('unsafe_file', 'The folder is open to other users.')
  await expect(openKeyringTokenStore(withLock(() => Promise.reject(unsafe)))).rejects.toBe(unsafe)
  await expect(openKeyringTokenStore(withLock(() => Promise.reject('a word')))).rejects.toBe('a word')
})

it('is opened while another process holds the lock that it tries', async () => {
  const expired = new AbortController()
  vi.spyOn(AbortSignal, 'timeout').mockReturnValue(expired.signal)
  const hold: MachineLock['hold'] = (_, __, options) =>
    new Promise((_, reject) => {
      options?.signal?.addEventListener('abort', () => reject(options.signal?.reason))
      expired.abort(new Error('expired'))
    })
  expect(await openKeyringTokenStore(withLock(hold))).toMatchObject({ update: expect.any(Function) })
})
