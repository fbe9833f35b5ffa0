import { machineLock } from '@fast-agent-auth/token-store/machine-lock'
import { expect, it, vi } from 'vitest'
import { openKeyringTokenStore } from '../src/index.ts'
import { describeOnKeychain } from './describe-on-keychain.ts'
import { temporaryFolder } from './temporary-folder.ts'

describeOnKeychain('on a keychain that stops', (keychain) => {
  it('says that the keychain is gone, and puts no other store in its place', async () => {
    const lock = machineLock(await temporaryFolder())
    const store = await openKeyringTokenStore({ lock })
    await store.update('a', async () => '1')
    await keychain().stop()

    const change = vi.fn()
    const gone = { name: 'KeyringError', code: 'unavailable', message: expect.stringContaining('gnome-keyring') }
    await expect(store.get('a')).rejects.toMatchObject(gone)
    await expect(store.get('never read before')).rejects.toMatchObject(gone)
    await expect(store.keys()).rejects.toMatchObject(gone)
    await expect(store.update('a', change)).rejects.toMatchObject(gone)
    await expect(openKeyringTokenStore({ lock })).rejects.toMatchObject(gone)
    expect(change).not.toHaveBeenCalled()
  })
})
