import { randomBytes } from 'node:crypto'
import type { Keychain } from './keychain.ts'
import { KeyringError } from './keyring-error.ts'
import { probeUser } from './record-item.ts'

/**
 * Writes and reads one item, so that a keychain that keeps nothing is known before there is something to keep. All
 * processes have the same item, which stays: of one to be deleted, a killed process would leave a new one each time.
 */
export async function probe(keychain: Keychain): Promise<void> {
  // Never the same twice, so that what an earlier process has written is not taken for ours.
  const before = await keychain.read(probeUser)
  const value = randomBytes(16).toString('hex')
  await keychain.write(probeUser, value).catch((error: KeyringError) => {
    // On macOS also where another process has just made the item.
    if (error.code !== 'failed') throw error
    return keychain.write(probeUser, value)
  })
  const text = await keychain.read(probeUser)
  // Another process may have written meanwhile: then it is that one's that was given back.
  if (text === before || !/^[0-9a-f]{32}$/.test(String(text))) throw notGivenBack()
}

export function notGivenBack(): KeyringError {
  return new KeyringError('failed', 'The keychain does not give back what was written to it: use a file store.')
}
