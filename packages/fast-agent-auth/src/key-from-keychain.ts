// Asked once a process, whatever the number of stores.
let ask: (() => Promise<Uint8Array>) | undefined

/**
 * The key of encrypted files, kept in the keychain of the operating system: `fileTokenStore({ key: keyFromKeychain })`,
 * of `fast-agent-auth/file-store`.
 *
 * @returns `undefined` where there is no keychain: then the file store takes its next best key for a new folder, and
 *   for a folder that was encrypted with this key it says that the key is missing
 * @throws KeyringError where the keychain does not answer or is locked: another key would not open the stored files
 */
export async function keyFromKeychain(): Promise<Uint8Array | undefined> {
  const { KeyringError } = await import('@fast-agent-auth/token-store-keyring')
  const { keychainKey } = await import('@fast-agent-auth/token-store-keyring/internal')
  ask ??= keychainKey()
  try {
    return await ask()
  } catch (error) {
    if (error instanceof KeyringError && error.code === 'unavailable') return undefined
    throw error
  }
}
