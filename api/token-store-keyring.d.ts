// @fast-agent-auth/token-store-keyring
export {
  KeyringError,
  KeyringErrorCode,
  KeyringTokenStoreOptions,
  openKeyringTokenStore,
}

/** An error of the keychain. The message says what to do next. */
export declare class KeyringError extends Error {
    readonly name = "KeyringError";
    readonly code: KeyringErrorCode;
    constructor(code: KeyringErrorCode, message: string, options?: ErrorOptions);
}

export type KeyringErrorCode = 
/** No keychain here, or no way to reach it. */
'unavailable'
/** The keychain is locked, or access to it was declined. */
 | 'locked'
/** The keychain did not answer in time. A record that was being written may or may not be stored. */
 | 'too_slow'
/** The record is longer than this store or this keychain allows. */
 | 'too_long'
/** Other programs have made items of the same name. */
 | 'ambiguous'
/** A later version of this program wrote the record. This version never changes or deletes it. */
 | 'later_version'
/** The key for files that the keychain holds is damaged. */
 | 'invalid_key'
/** Any other failure of the keychain. */
 | 'failed';

export interface KeyringTokenStoreOptions {
    /** The name that the program of the keychain shows for our items. Default: `fast-agent-auth`. */
    readonly service?: string | undefined;
    /** The lock between the processes of this machine. Default: `userLock()`, the same for all programs of the user. */
    readonly lock?: MachineLock | undefined;
    /** Loads a replacement for `@napi-rs/keyring`, of the same shape. */
    readonly binding?: (() => Promise<unknown>) | undefined;
}

/**
 * Keeps records in the keychain of the operating system, for all processes of this user on this machine.
 *
 * Resolves only after the keychain has stored and returned a test item, and the lock was held once. A later failure is an
 * error: the store never falls back to another store.
 *
 * After a failed write, an `update` that reserves room first writes the present record once more, before its change runs.
 *
 * A damaged record reads as no record, and an item that another program wrote as an empty record. After a crash, `keys`
 * may list a key without a record, until the next `update` of that key.
 *
 * @example
 * ```ts
 * const store = await openKeyringTokenStore().catch((error) => {
 *   if (error.name !== 'KeyringError') throw error
 *   return fileTokenStore()
 * })
 * ```
 *
 * @throws KeyringError, from the function and from each call of the store: `unavailable`, `locked`, `too_slow`, `too_long`,
 *   `ambiguous`, `later_version` or `failed`
 */
export declare function openKeyringTokenStore(options?: KeyringTokenStoreOptions): Promise<TokenStore>;
