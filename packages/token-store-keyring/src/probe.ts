import { randomUUID } from 'node:crypto'
import type { Keychain } from './keychain.ts'
import { KeyringError } from './keyring-error.ts'

/** Writes, reads and deletes an item, so that a keychain that keeps nothing is known before there is something to keep. */
export async function probe(keychain: Keychain): Promise<void> {
  const user = `probe:${randomUUID()}`
  await keychain.write(user, user)
  const text = await keychain.read(user)
  await keychain.remove(user)
  if (text !== user) throw notGivenBack()
}

export function notGivenBack(): KeyringError {
  return new KeyringError('failed', 'The keychain does not give back what was written to it: use a file store.')
}
