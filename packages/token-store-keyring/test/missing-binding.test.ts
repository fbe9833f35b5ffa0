import { expect, it } from 'vitest'
import { openKeyringTokenStore } from '../src/index.ts'

it('says what to do where the native part cannot be loaded', async () => {
  const cause = new Error('Cannot find native binding')
  const opening = openKeyringTokenStore({ binding: () => Promise.reject(cause) })
  const missing = `is not installed for ${process.platform} ${process.arch}: reinstall the dependencies`
  const error = { name: 'KeyringError', code: 'unavailable', cause, message: expect.stringContaining(missing) }
  await expect(opening).rejects.toMatchObject(error)
  // A bundle has none, where nobody made a mistake.
  await expect(opening).rejects.toThrow('(beside a bundle, install @napi-rs/keyring and fs-native-extensions)')
})

it.each([
  ['another shape', { Entry: class {} }],
  ['no class', { AsyncEntry: {} }],
  ['nothing', undefined],
  ['null', null],
])('says what to do where the native part is %s', async (_, binding) => {
  const opening = openKeyringTokenStore({ binding: async () => binding })
  const message = expect.stringContaining('has no AsyncEntry: reinstall the dependencies so that it is version 2.1')
  await expect(opening).rejects.toMatchObject({ name: 'KeyringError', code: 'unavailable', message })
})
