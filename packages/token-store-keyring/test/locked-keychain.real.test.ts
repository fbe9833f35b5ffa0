import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { machineLock } from '@fast-agent-auth/token-store/machine-lock'
import { expect, it, vi } from 'vitest'
import { openKeyringTokenStore } from '../src/index.ts'
import { describeOnKeychain } from './describe-on-keychain.ts'
import { temporaryFolder } from './temporary-folder.ts'

const lockCollection = [
  '--session',
  '--print-reply',
  '--dest=org.freedesktop.secrets',
  '/org/freedesktop/secrets',
  'org.freedesktop.Secret.Service.Lock',
  'array:objpath:/org/freedesktop/secrets/collection/login',
]

describeOnKeychain('on a keychain that is locked', (keychain) => {
  it('says that the keychain is locked, rather than that there is no record (H72)', async () => {
    const lock = machineLock(await temporaryFolder())
    const store = await openKeyringTokenStore({ lock })
    await store.update('a', async () => '1')
    await promisify(execFile)('dbus-send', lockCollection, { env: { ...process.env, ...keychain().env } })

    const change = vi.fn()
    const locked = { name: 'KeyringError', code: 'locked', message: expect.stringContaining('unlock it') }
    await expect(store.get('a')).rejects.toMatchObject(locked)
    await expect(store.keys()).rejects.toMatchObject(locked)
    await expect(store.update('a', change)).rejects.toMatchObject(locked)
    await expect(store.update('new', async () => '2')).rejects.toMatchObject(locked)
    await expect(openKeyringTokenStore({ lock })).rejects.toMatchObject(locked)
    expect(change).not.toHaveBeenCalled()
  })
})
