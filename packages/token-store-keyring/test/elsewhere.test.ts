import { expect, it } from 'vitest'
import { keychainKey, openKeyringTokenStore } from '../src/elsewhere.ts'

it.each([
  ['store', openKeyringTokenStore],
  ['key', keychainKey()],
])('says that a runtime without a keychain has no %s in it', async (_part, open) => {
  await expect(open()).rejects.toMatchObject({
    name: 'KeyringError',
    code: 'unavailable',
    message: 'This runtime has no keychain. Set the option store.',
  })
})
