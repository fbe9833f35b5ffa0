// @fast-agent-auth/token-store-keyring
export {
  KeyringError,
  KeyringErrorCode,
  KeyringTokenStoreOptions,
  keychainKey,
  openKeyringTokenStore,
}

/** The keychain could not do what was asked. The message says what to do next. */
export declare class KeyringError extends Error {
    readonly name = "KeyringError";
    readonly code: KeyringErrorCode;
    constructor(code: KeyringErrorCode, message: string, options?: ErrorOptions);
}

export type KeyringErrorCode = 
/** There is no keychain here, or nothing to reach it by. */
'unavailable'
/** The keychain is locked, or access to it was declined. */
 | 'locked'
/** The keychain did not answer in time. What was being written may or may not be there. */
 | 'timeout'
/** The record is longer than what is kept here, or than what this keychain allows. */
 | 'too_long'
/** Other programs have made items of the same name. */
 | 'ambiguous'
/** A later version of this program wrote the record, which is never changed or deleted by this one. */
 | 'later_version'
/** The key for files that the keychain holds is damaged. */
 | 'invalid_key'
/** The keychain did something else than what was asked. */
 | 'failed';

export interface KeyringTokenStoreOptions {
    /** The name that a keychain's own program shows; `fast-agent-auth` by default. */
    readonly service?: string | undefined;
    /** What gives turns to the processes of this machine. Default: `userLock()`, the same for all of the user's programs. */
    readonly lock?: MachineLock | undefined;
    /** Loads something of the shape of `@napi-rs/keyring`. */
    readonly binding?: (() => Promise<unknown>) | undefined;
}

/**
 * A function that gives 32 random bytes which are kept in the keychain, to encrypt files with. They are made when it is
 * first called, by one process of this machine for all of them.
 *
 * It throws a KeyringError where there is no keychain, and `invalid_key` where what is kept is damaged: it is never
 * replaced, since nobody else can decrypt what was encrypted with it.
 */
export declare function keychainKey(options?: KeyringTokenStoreOptions): () => Promise<Uint8Array>;

/**
 * Keeps records in the keychain of the operating system, for all processes of this user on this machine.
 *
 * Resolves only where the keychain and its lock have been seen to work. If it fails later, that is an error, never another store.
 *
 * After a write that failed, an `update` that reserves room writes the present record once more before its change runs.
 *
 * A damaged record reads as none, or as an empty one where somebody else has written it. After a crash, `keys` may give a
 * key that has no record, until the next `update` of that key.
 */
export declare function openKeyringTokenStore(options?: KeyringTokenStoreOptions): Promise<TokenStore>;
