export { KeyringError, type KeyringErrorCode } from './keyring-error.ts'
export { type KeyringTokenStoreOptions, openKeyringTokenStore } from './keyring-token-store.ts'
