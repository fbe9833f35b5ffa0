// @fast-agent-auth/token-store-redis
export {
  IoRedisClient,
  NodeRedisClient,
  RedisClient,
  RedisTokenStore,
  RedisTokenStoreOptions,
  redisTokenStore,
}

/** What of a client or cluster of `ioredis` is used. */
export interface IoRedisClient {
    call(command: string, ...parameters: string[]): Promise<unknown>;
}

/** What of a client or pool of `redis` or `@redis/client` is used. It has to be connected. */
export interface NodeRedisClient {
    sendCommand(command: string[]): Promise<unknown>;
}

export type RedisClient = NodeRedisClient | IoRedisClient;

/** A store that has a connection of its own. */
export interface RedisTokenStore extends TokenStore {
    /** Ends the connection. What is under way and what comes later fails as `unavailable`. */
    close(): Promise<void>;
}

export interface RedisTokenStoreOptions {
    /**
     * What all names in Redis begin with; `fast-agent-auth:` by default. Redis Cluster needs braces in it, such as
     * `{fast-agent-auth}:`, which keep all in one slot.
     */
    readonly prefix?: string | undefined;
    /** For how long a record is kept after it was last written, in milliseconds. By default until it is deleted. */
    readonly ttl?: number | undefined;
    /** After how long without a sign of life a turn goes to who waits for it, in milliseconds; 8,000 by default. */
    readonly lease?: number | undefined;
}

/**
 * Keeps records in Redis, for all who share it. Given a URL it connects by itself on first use, and anew where the
 * connection was lost; it keeps no process alive. A client that is given stays its owner's.
 *
 * A turn is a lease, renewed while the change runs. Where it lapsed all the same, the record is written only if nobody
 * has taken the turn and it is still the one that the change was given: else the error is `lost_turn`.
 *
 * After a write that failed, an `update` that reserves room writes the present record once more before its change runs.
 *
 * Each command has 5 seconds and is sent once more where the connection breaks; the one that writes is sent again until
 * its time is over, which writes nothing twice. If it fails as `unavailable`, it may or may not have been written.
 *
 * @throws TypeError where it is given neither a URL of Redis nor a client; RangeError where a number makes no sense
 * @throws TokenStoreError, from each call, `unavailable`, `read_failed`, `write_failed`; `lost_turn` from `update`
 */
export declare function redisTokenStore(url: string, options?: RedisTokenStoreOptions): RedisTokenStore;

export declare function redisTokenStore(client: RedisClient, options?: RedisTokenStoreOptions): TokenStore;
