import { expect, it, vi } from 'vitest'
import { openKeyringTokenStore } from '../src/index.ts'

const load = vi.hoisted(() => vi.fn(() => ({ AsyncEntry: 'loaded' })))
vi.mock('@napi-rs/keyring', load)

const notAllowed = /^Deno may not load .*: run it with --allow-ffi, or use .* memory or Redis\.$/

it.each([
  ['prompt', notAllowed],
  ['denied', notAllowed],
  // The fake is no binding.
  ['granted', /^What is installed as @napi-rs\/keyring has no AsyncEntry/],
])('loads a native part in Deno only where it may: where Deno answers %s', async (state, message) => {
  const asked: unknown[] = []
  const querySync = (wanted: unknown) => {
    asked.push(wanted)
    return { state }
  }
  const versions = { value: { ...process.versions, deno: '2.9.6' } }
  vi.stubGlobal('process', Object.create(process, { versions }))
  vi.stubGlobal('Deno', { permissions: { querySync } })
  await expect(openKeyringTokenStore()).rejects.toMatchObject({
    name: 'KeyringError',
    code: 'unavailable',
    message: expect.stringMatching(message),
  })
  expect(asked).toEqual([{ name: 'ffi' }])
  expect(load).toHaveBeenCalledTimes(state === 'granted' ? 1 : 0)
})
