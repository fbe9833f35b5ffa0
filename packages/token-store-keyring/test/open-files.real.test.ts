import { closeSync, openSync } from 'node:fs'
import { machineLock } from '@fast-agent-auth/token-store/machine-lock'
import { beforeEach, expect, it, onTestFinished } from 'vitest'
import { openKeyringTokenStore } from '../src/index.ts'
import { describeOnKeychain } from './describe-on-keychain.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** Opens files until the next one has this number. */
function openFiles(next: number): void {
  const files: number[] = []
  onTestFinished(() => {
    for (const file of files) closeSync(file)
  })
  while ((files.at(-1) ?? 0) < next - 1) files.push(openSync('/dev/null', 'r'))
}

// The native part hangs for ever with 1,024 files, and crashes with more.
describeOnKeychain('in a process with many open files', (keychain) => {
  beforeEach(() => keychain().reviveKeychain())

  // Twice, since a crash of gnome-keyring itself says nothing of this store.
  it.each([961, 1_024, 5_000])('says so rather than hang or crash, where %i are open', { retry: 1 }, async (count) => {
    const lock = machineLock(await temporaryFolder())
    const store = await openKeyringTokenStore({ lock })
    await store.update('a', async () => '1')
    openFiles(count)
    const tooMany = { name: 'KeyringError', code: 'unavailable', message: expect.stringContaining('open files') }
    await expect(store.get('never read before')).rejects.toMatchObject(tooMany)
    await expect(openKeyringTokenStore({ lock })).rejects.toMatchObject(tooMany)
    expect(await store.get('a')).toBe('1')
  })
})
