import { expect, it, vi } from 'vitest'
import { openKeyringTokenStore } from '../src/index.ts'

const load = vi.hoisted(() => vi.fn(() => ({ AsyncEntry: 'loaded' })))
vi.mock('@napi-rs/keyring', load)

const notAllowed = /^Deno may not load .*: run it with --allow-ffi, or use .* memory or Redis\.$/

it.each([
  ['prompt', notAllowed],
  ['denied', notAllowed],
  // The fake is no binding.
  ['granted', /^The installed @napi-rs\/keyring has no AsyncEntry/],
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

it('says what to do where the native part cannot be loaded (H71)', async () => {
  const cause = new Error('Cannot find native binding')
  const opening = openKeyringTokenStore({ binding: () => Promise.reject(cause) })
  const missing = `is not installed for ${process.platform} ${process.arch}: reinstall the dependencies`
  const error = { name: 'KeyringError', code: 'unavailable', cause, message: expect.stringContaining(missing) }
  await expect(opening).rejects.toMatchObject(error)
  // A bundle has none, where nobody made a mistake.
  await expect(opening).rejects.toThrow('(for a bundle, install @napi-rs/keyring and fs-native-extensions beside it)')
})

it.each([
  ['another shape', { Entry: class {} }],
  ['no class', { AsyncEntry: {} }],
  ['nothing', undefined],
  ['null', null],
])('says what to do where the native part is %s (H71)', async (_, binding) => {
  const opening = openKeyringTokenStore({ binding: async () => binding })
  const message = expect.stringContaining('has no AsyncEntry: reinstall the dependencies so that it is version 2.1')
  await expect(opening).rejects.toMatchObject({ name: 'KeyringError', code: 'unavailable', message })
})
