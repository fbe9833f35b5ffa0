export { KeyringError, type KeyringErrorCode } from './keyring-error.ts'
export { openKeyringTokenStore } from './keyring-token-store.ts'
export type { KeyringTokenStoreOptions } from './open-keychain.ts'
