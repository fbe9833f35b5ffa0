// For browsers and Workers, which have no keychain.
import type { TokenStore } from '@fast-agent-auth/token-store'
import { KeyringError } from './keyring-error.ts'

export { KeyringError } from './keyring-error.ts'

/** @throws KeyringError `unavailable`, always */
export async function openKeyringTokenStore(): Promise<TokenStore> {
  throw noKeychain()
}

/** Replaces `keychainKey` of `./internal`. */
export function keychainKey(): () => Promise<Uint8Array> {
  return async () => {
    throw noKeychain()
  }
}

function noKeychain(): KeyringError {
  return new KeyringError('unavailable', 'This runtime has no keychain. Set the option store.')
}
