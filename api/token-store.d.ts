// @fast-agent-auth/token-store
export {
  Change,
  TokenStore,
  TokenStoreError,
  TokenStoreErrorCode,
  Turns,
  UpdateOptions,
  createTurns,
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

/** Given the present record, returns the next one; `undefined` stands for none. */
export type Change = (record: string | undefined) => Promise<string | undefined>;

export interface CreatedStore {
    readonly store: TokenStore;
    /** Puts away what is left of it. */
    readonly cleanup?: (() => Promise<void>) | undefined;
    /** Where it is: what it takes to open this very store once more. */
    readonly place?: string | undefined;
}

export interface EnvelopeOptions {
    /** Default, and where it gives none: the environment variable `FAST_AGENT_AUTH_KEY`, as base64 or hexadecimal digits. */
    readonly key?: RecordKey | undefined;
}

export interface FileTokenStoreOptions {
    /** By default `tokens` in the platform's data folder. On a local disk, and for this user alone. */
    readonly folder?: string | undefined;
    /**
     * What the files are encrypted with. Default, and where it gives none: the environment variable `FAST_AGENT_AUTH_KEY`, as
     * base64 or hexadecimal digits, else a key file beside the records, which is made with the first of them.
     */
    readonly key?: RecordKey | undefined;
}

/** Lets one process at a time do something on this machine. */
export interface MachineLock {
    /**
     * Runs `run` while no other holder of `name` runs, in this process or another. A killed holder's lock is free at once.
     *
     * @param options.signal ends the wait (rejecting with its reason), never a run that has begun
     */
    hold<T>(name: string, run: () => Promise<T>, options?: UpdateOptions): Promise<T>;
}

/**
 * Gives the 32 random bytes that records are encrypted with, or `undefined` where it has none. It is asked until it gives
 * some, then no more.
 */
export type RecordKey = () => Uint8Array | undefined | Promise<Uint8Array | undefined>;

/** How another process opens the same store, and what gives the turns to processes. */
export type SharedStore = {
    /**
     * The URL of a module that exports `openTokenStore(place)`, which gives the store or a promise of it. Node loads it as it
     * is, without a test runner.
     */
    readonly module: string | URL;
} & ({
    /** A lock that a holder keeps when it is stopped: others wait until their signal ends the wait. */
    readonly turns: 'machine';
} | {
    /** A lease that lapses when its holder is stopped: others go on, and what that one would write is refused. */
    readonly turns: 'lease';
    /** Resolves when as much has happened as in minutes: when a lease was renewed several times. */
    readonly minutes: (place: string) => Promise<void>;
});

/** How to get at the store, and what is promised of it besides what every store must do. */
export interface StoreSubject {
    readonly create: () => StoreUnderTest | Promise<StoreUnderTest>;
    /** For a store that processes share: how another process opens it, which `create` has told the place of. */
    readonly shared?: SharedStore | undefined;
    /** Makes what is kept under a key unreadable. */
    readonly damage?: ((key: string, place: string) => Promise<void>) | undefined;
}

/** A fresh and empty store. */
export type StoreUnderTest = TokenStore | CreatedStore;

/** What of a test runner is used; vitest's and jest's fit. */
export interface TestRunner {
    describe(name: string, body: () => void): unknown;
    it(name: string, body: () => Promise<void>): unknown;
    expect(actual: unknown): {
        toEqual(expected: unknown): unknown;
    };
}

/**
 * Keeps serialized records under opaque keys, for all who share it: a process, a machine or a cluster.
 *
 * Keys and records are any well-formed strings. A store knows nothing of tokens.
 */
export interface TokenStore {
    /** The record under `key`, or `undefined` where there is none. */
    get(key: string): Promise<string | undefined>;
    /** The keys of all records, in no particular order. */
    keys(): Promise<string[]>;
    /**
     * Replaces one record while nobody else who shares this store changes it: `change` is given the present record and
     * returns the new one, the same one (nothing is written) or `undefined` (it is deleted).
     *
     * Turns are per key: a `change` may last minutes, and may call `get`, `keys` and `update` for other keys. The same
     * key again from within is an error. A `change` that throws writes nothing, and its error is passed on.
     *
     * @param options.signal ends the wait for the turn (rejecting with its reason), never a `change` that has begun
     * @param options.reserve how many bytes the new record will have at most, for a `change` whose result cannot be had a
     *   second time: a store that finds no room for it fails before `change` runs. A longer record is written all the same.
     * @returns what `change` returned
     */
    update(key: string, change: Change, options?: UpdateOptions): Promise<string | undefined>;
}

/** A store could not do what was asked; the record is as it was. The message says what to do next. */
export declare class TokenStoreError extends Error {
    readonly name = "TokenStoreError";
    readonly code: TokenStoreErrorCode;
    constructor(code: TokenStoreErrorCode, message: string, options?: ErrorOptions);
}

export type TokenStoreErrorCode = 
/** A turn was asked for from within the very same turn, which could never come. */
'reentrant'
/** The lock between processes cannot be had here. */
 | 'unavailable'
/** The user has no home folder to keep files in. */
 | 'no_home'
/** A file or folder that others could read, change or redirect. */
 | 'unsafe_file'
/** A record was encrypted with another key than the one that is given. */
 | 'wrong_key'
/** A later version of this program wrote the record, which is never changed or deleted by this one. */
 | 'later_version'
/** What was given as a key is none: 32 bytes are needed. */
 | 'invalid_key'
/** The turn was lost before the change was done, so that its record was not written. */
 | 'lost_turn' | 'read_failed' | 'write_failed';

/** Exclusive turns per key within this process, first come, first served. */
export interface Turns {
    /**
     * Runs `run` while no other run has the turn of `key`.
     *
     * @param options.signal ends the wait (rejecting with its reason), never a run that has begun
     */
    take<T>(key: string, run: () => Promise<T>, options?: UpdateOptions): Promise<T>;
}

export interface UpdateOptions {
    readonly signal?: AbortSignal | undefined;
    /** In bytes. */
    readonly reserve?: number | undefined;
}

export declare function createTurns(): Turns;

/**
 * Where this platform keeps a program's data: records in `tokens`, locks in `locks`. `$XDG_DATA_HOME`, else
 * `~/.local/share`; on macOS `~/Library/Application Support`; on Windows `%LOCALAPPDATA%`.
 *
 * @throws TokenStoreError `no_home` where the user has no home folder
 */
export declare function dataFolder(): string;

/** Describes what every token store must do: call it in a test file of yours with your runner's functions. */
export declare function describeTokenStore(name: string, subject: StoreSubject['create'] | StoreSubject, { describe, it, expect }: TestRunner): void;

/**
 * Keeps each record in an encrypted file (AES-256-GCM), for all processes of this user on this machine.
 *
 * With a key of your own, nobody reads or changes records who has not that key. With the key file, they are protected by
 * file permissions only, like the key itself: what is copied without it, such as a single file, tells nothing.
 *
 * All calls throw TokenStoreErrors: `unsafe_file`, `read_failed`, `write_failed`, `unavailable`, `invalid_key`, and
 * `wrong_key` where a file was encrypted with another key, and `later_version` where a later version of this program
 * wrote it. A damaged file reads as an empty record; the next change sets it
 * aside in the folder `damaged`.
 */
export declare function fileTokenStore({ folder, key }?: FileTokenStoreOptions): TokenStore;

/** @param folder where the lock files are, on a local disk; by default `locks` in the platform's data folder */
export declare function machineLock(folder?: string): MachineLock;

/** Keeps records until the process ends, for this process alone. */
export declare function memoryTokenStore(): TokenStore;

/** For what the user has one of, as a keychain: `locks` where the platform keeps data by default. */
export declare function userLock(): MachineLock;

/**
 * A store that encrypts the records of another one (AES-256-GCM) before they get there. Keys, and so the names of
 * servers, stay as they are.
 *
 * A record that was changed by somebody who has not the key, that was moved from another name, or that is not encrypted,
 * reads as an empty one, which is no sign-in. An older record of the same name is not told from a newer one, nor one from
 * another store with the same key: give each store a key of its own.
 *
 * @throws TokenStoreError, from `get` and `update`: `invalid_key`; `wrong_key` where a record is encrypted with another
 *   key; `later_version` where a later version of this program wrote it
 */
export declare function withEnvelope(store: TokenStore, { key }?: EnvelopeOptions): TokenStore;
