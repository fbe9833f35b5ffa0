import { isReserved, keyOf } from './item.ts'
import type { Keychain } from './keychain.ts'
import type { Texts } from './texts.ts'

/** The keys of the records that are in the keychain; none where it cannot be listed. */
export async function findKeys(keychain: Keychain, texts: Texts): Promise<string[]> {
  const keys: string[] = []
  for (const { user, text } of (await keychain.list()) ?? []) {
    if (isReserved(user)) continue
    // Read once more where it is in chunks, and on Windows, which shows no text as it is.
    const key = keyOf(user, text) ?? keyOf(user, (await texts.read(user)).text ?? '')
    if (key !== undefined) keys.push(key)
  }
  return keys
}
