// @fast-agent-auth/token-store
export {
  Change,
  TokenStore,
  TokenStoreError,
  TokenStoreErrorCode,
  UpdateOptions,
  memoryTokenStore,
}

// @fast-agent-auth/token-store/envelope
export {
  EnvelopeOptions,
  RecordKey,
  withEnvelope,
}

// @fast-agent-auth/token-store/file
export {
  FileTokenStoreOptions,
  dataFolder,
  fileTokenStore,
}

// @fast-agent-auth/token-store/machine-lock
export {
  MachineLock,
  machineLock,
  userLock,
}

// @fast-agent-auth/token-store/testing
export {
  CreatedStore,
  SharedStore,
  StoreSubject,
  StoreUnderTest,
  TestRunner,
  describeTokenStore,
}

// @fast-agent-auth/token-store/testing-process
export {
}

/** Takes the present record and returns the next one; `undefined` means no record. */
export type Change = (record: string | undefined) => Promise<string | undefined>;

export interface CreatedStore {
    readonly store: TokenStore;
    /** Removes all that the test left in the store. */
    readonly cleanup?: (() => Promise<void>) | undefined;
    /** The location that another process needs to open the same store. */
    readonly place?: string | undefined;
}

export interface EnvelopeOptions {
    /**
     * The key that encrypts the records. Default, even if the function returns none: the environment variable
     * `FAST_AGENT_AUTH_KEY`, as base64 or hexadecimal digits.
     */
    readonly key?: RecordKey | undefined;
}

export interface FileTokenStoreOptions {
    /**
     * The folder of the records, on a local disk and only for this user. Default: `tokens` in the platform's data folder.
     */
    readonly folder?: string | undefined;
    /**
     * The key that encrypts the files. Default, even if the function returns none: the environment variable
     * `FAST_AGENT_AUTH_KEY`, as base64 or hexadecimal digits, else a key file beside the records, made with the first record.
     */
    readonly key?: RecordKey | undefined;
}

/** A lock between all processes of this machine. If a holder is killed, its lock is free at once. */
export type MachineLock = NamedLock;

/** A lock that has one holder per name at a time. */
export interface NamedLock {
    /**
     * Runs `run` while no other holder of `name` runs.
     *
     * @param options.signal ends the wait (rejecting with its reason), never a run that has begun
     */
    hold<T>(name: string, run: () => Promise<T>, options?: UpdateOptions): Promise<T>;
}

/**
 * Returns the 32 random bytes that records are encrypted with, or `undefined` if it has none. It is called until it
 * returns a key, and not again.
 */
export type RecordKey = () => Uint8Array | undefined | Promise<Uint8Array | undefined>;

/** The way in which another process opens the same store, and the kind of lock between processes. */
export type SharedStore = {
    /**
     * The URL of a module that exports `openTokenStore(place)`, which returns the store or a promise of it. Node loads the
     * module without a test runner.
     */
    readonly module: string | URL;
} & ({
    /** A lock that a stopped holder keeps. Others wait until their signal ends the wait. */
    readonly turns: 'machine';
} | {
    /** A lease that lapses when its holder is stopped. Others go on, and a later write of that holder is refused. */
    readonly turns: 'lease';
    /** Resolves when a lease was renewed several times, as happens in a few minutes. */
    readonly minutes: (place: string) => Promise<void>;
});

/** A store under test, and the promises that not every store makes. */
export interface StoreSubject {
    readonly create: () => StoreUnderTest | Promise<StoreUnderTest>;
    /** For a store that processes share: another process opens it by the `place` that `create` returned. */
    readonly shared?: SharedStore | undefined;
    /** Makes the stored bytes of a key's record unreadable. */
    readonly damage?: ((key: string, place: string) => Promise<void>) | undefined;
}

/** A new, empty store. */
export type StoreUnderTest = TokenStore | CreatedStore;

/** The functions of a test runner that are used. The functions of vitest and jest fit. */
export interface TestRunner {
    describe(name: string, body: () => void): unknown;
    it(name: string, body: () => Promise<void>): unknown;
    expect(actual: unknown): {
        toEqual(expected: unknown): unknown;
    };
}

/**
 * Keeps serialized records under opaque keys, for all callers that share the store: in a process, on a machine or in a cluster.
 *
 * Keys and records are any well-formed strings. A record is plain text, and may hold a refresh token or the secret of a client:
 * where others can read the store, wrap it by `withEnvelope` of `@fast-agent-auth/token-store/envelope`, which encrypts. The tests
 * of this contract are `describeTokenStore` of `@fast-agent-auth/token-store/testing`.
 */
export interface TokenStore {
    /** The record under `key`, or `undefined` if there is none. */
    get(key: string): Promise<string | undefined>;
    /** The keys of all records, in no particular order. */
    keys(): Promise<string[]>;
    /**
     * Replaces one record while no other caller that shares this store changes it. `change` gets the present record and
     * returns the new one, the same one (nothing is written) or `undefined` (the record is deleted).
     *
     * Calls wait only for calls of the same key. A `change` may last minutes, and may call `get`, `keys` and `update` for other
     * keys; an `update` of the same key inside it is an error. A `change` that throws writes nothing, and its error is passed on.
     *
     * @example
     * ```ts
     * // Ten calls at once, in one process or in many: each call gets the record that the call before it wrote.
     * await store.update('visits', async (record) => String(Number(record ?? 0) + 1))
     * ```
     *
     * @param options.signal ends the wait for the turn (rejecting with its reason), never a `change` that has begun
     * @param options.reserve the maximum size of the new record in bytes, for a `change` whose result cannot be had a second
     *   time. A store without that room fails before `change` runs. A longer record is still written.
     * @returns the record that `change` returned
     * @throws TokenStoreError of the store, such as `write_failed`; `reentrant` for the same key inside its own `change`
     */
    update(key: string, change: Change, options?: UpdateOptions): Promise<string | undefined>;
}

/** An error of a store, with the next step. Unless it says otherwise, the record is unchanged. */
export declare class TokenStoreError extends Error {
    readonly name = "TokenStoreError";
    readonly code: TokenStoreErrorCode;
    constructor(code: TokenStoreErrorCode, message: string, options?: ErrorOptions);
}

export type TokenStoreErrorCode = 
/** An `update` was called inside the `change` of the same key, so it would wait for itself. */
'reentrant'
/** The store, or its lock, cannot be used here. */
 | 'unavailable'
/** The user has no home folder to keep files in. */
 | 'no_home'
/** A file or folder that others could read, change or replace. */
 | 'unsafe_file'
/** A record was encrypted with another key than the given one. */
 | 'wrong_key'
/** A later version of this program wrote the record. This version never changes or deletes it. */
 | 'later_version'
/** There is no usable key of 32 bytes. */
 | 'invalid_key'
/** The lock on the record was lost before the change ended, so the record was not written. */
 | 'lost_turn' | 'read_failed' | 'write_failed';

export interface UpdateOptions {
    readonly signal?: AbortSignal | undefined;
    /** The maximum size of the new record, in bytes. */
    readonly reserve?: number | undefined;
}

/**
 * The folder for this program's data, with records in `tokens` and locks in `locks`. It is below `$XDG_DATA_HOME`, else
 * `~/.local/share`; on macOS `~/Library/Application Support`; on Windows `%LOCALAPPDATA%`.
 *
 * @throws TokenStoreError `no_home` if the user has no home folder
 */
export declare function dataFolder(): string;

/**
 * Declares the tests that every token store must pass. Call it in a test file with the functions of your test runner.
 */
export declare function describeTokenStore(name: string, subject: StoreSubject['create'] | StoreSubject, { describe, it, expect }: TestRunner): void;

/**
 * Keeps each record in an encrypted file (AES-256-GCM), for all processes of this user on this machine.
 *
 * With a key of your own, nobody without that key can read or change records. With the key file, only file permissions
 * protect the key, and so the records; a record that is copied without the key file reveals nothing.
 *
 * A damaged file reads as an empty record; the next change moves the file to the folder `damaged`.
 *
 * @example
 * ```ts
 * const store = fileTokenStore({ folder: '/home/alex/.my-agent/tokens' })
 * await store.update('visits', async (record) => String(Number(record ?? 0) + 1))
 * ```
 *
 * @throws TokenStoreError, from each call: `unsafe_file`; `read_failed`; `write_failed`; `unavailable` without a lock between
 *   processes; `invalid_key`; `wrong_key` if a file was encrypted with another key; `later_version` if a later version of
 *   this program wrote the file; from the function itself, `no_home` without a home folder
 */
export declare function fileTokenStore({ folder, key }?: FileTokenStoreOptions): TokenStore;

/** @param folder the folder of the lock files, on a local disk; by default `locks` in the platform's data folder */
export declare function machineLock(folder?: string): MachineLock;

/**
 * Keeps records in memory, only for this process, until it ends.
 *
 * @example
 * ```ts
 * const store = memoryTokenStore()
 * await store.update('visits', async (record) => String(Number(record ?? 0) + 1))
 * console.log(await store.get('visits')) // 1
 * ```
 */
export declare function memoryTokenStore(): TokenStore;

/** A lock for things of which a user has only one, such as a keychain. Its files are in `locks` of the user's data folder. */
export declare function userLock(): MachineLock;

/**
 * Wraps a store and encrypts its records (AES-256-GCM). The keys of records, and so the names of servers, are not encrypted.
 *
 * A record reads as empty, which means no sign-in, if it is not encrypted, was moved from another name, or was changed by
 * somebody without the key. An older record of the same name is not noticed, nor is a record from another store with the
 * same key, so give each store its own key.
 *
 * @example
 * ```ts
 * const store = withEnvelope(redisTokenStore('redis://localhost:6379'), { key: () => keyFromVault() })
 * ```
 *
 * @throws TokenStoreError, from `get` and `update`: `invalid_key`; `wrong_key` if a record is encrypted with another key;
 *   `later_version` if a later version of this program wrote the record
 */
export declare function withEnvelope(store: TokenStore, { key }?: EnvelopeOptions): TokenStore;
