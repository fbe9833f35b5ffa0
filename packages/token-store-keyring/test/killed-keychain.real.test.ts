import { machineLock } from '@fast-agent-auth/token-store/machine-lock'
import { expect, it } from 'vitest'
import { openKeyringTokenStore } from '../src/index.ts'
import { describeOnKeychain } from './describe-on-keychain.ts'
import { temporaryFolder } from './temporary-folder.ts'

const long = (letter: string) => letter.repeat(5_000)

describeOnKeychain('on a keychain that is killed', (keychain) => {
  it.each([
    ['short', 'old', 'new'],
    ['long', long('o'), long('n')],
  ])(
    'says so where it is gone before a %s record is written, which is as it was when it comes back',
    async (_, old, next) => {
      const store = await openKeyringTokenStore({ lock: machineLock(await temporaryFolder()) })
      await store.update('a', async () => old)
      const lost = store.update('a', async () => {
        await keychain().killKeychain()
        return next
      })
      const gone = { name: 'KeyringError', code: 'unavailable', message: expect.stringContaining('gnome-keyring') }
      await expect(lost).rejects.toMatchObject(gone)
      await expect(store.get('a')).rejects.toMatchObject(gone)
      await expect(store.keys()).rejects.toMatchObject(gone)

      await keychain().startKeychain()
      expect(await store.get('a')).toBe(old)
      expect(await store.keys()).toEqual(['a'])
      await store.update('a', async () => next)
      expect(await store.get('a')).toBe(next)
    },
  )

  it.each([
    ['short', 'old', 'new'],
    ['long', long('o'), long('n')],
  ])('writes what came of a change where it was started again meanwhile (%s)', async (_, old, next) => {
    const store = await openKeyringTokenStore({ lock: machineLock(await temporaryFolder()) })
    await store.update('a', async () => old)
    await store.update('a', async () => {
      await keychain().killKeychain()
      await keychain().startKeychain()
      return next
    })
    expect(await store.get('a')).toBe(next)
    expect(await store.keys()).toEqual(['a'])
  })
})
