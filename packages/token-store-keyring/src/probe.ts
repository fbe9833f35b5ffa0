import { randomBytes } from 'node:crypto'
import type { Keychain } from './keychain.ts'
import { KeyringError } from './keyring-error.ts'
import { probeUser } from './record-item.ts'

/**
 * Writes and reads one item, so that a keychain that does not work is noticed before there is a record to store. All
 * processes share the item, which is never removed, since a killed process would leave an item of its own behind.
 */
export async function probe(keychain: Keychain): Promise<void> {
  // The value differs each time, so that the value of an earlier process is not taken for this one.
  const before = await keychain.read(probeUser)
  const value = randomBytes(16).toString('hex')
  await keychain.write(probeUser, value).catch((error: KeyringError) => {
    // On macOS the first write also fails if another process has just made the item.
    if (error.code !== 'failed') throw error
    return keychain.write(probeUser, value)
  })
  const text = await keychain.read(probeUser)
  // Any value of the right form counts, since another process may have written in between.
  if (text === before || !/^[0-9a-f]{32}$/.test(String(text))) throw notGivenBack()
}

export function notGivenBack(): KeyringError {
  return new KeyringError('failed', 'The keychain does not return the data that was written to it: use a file store.')
}
