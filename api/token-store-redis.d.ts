// @fast-agent-auth/token-store-redis
export {
  IoRedisClient,
  NodeRedisClient,
  RedisClient,
  RedisTokenStore,
  RedisTokenStoreOptions,
  redisTokenStore,
}

/** The part of a client or cluster of `ioredis` that is used. */
export interface IoRedisClient {
    call(command: string, ...parameters: string[]): Promise<unknown>;
}

/** The part of a client or pool of `redis` or `@redis/client` that is used. The client must be connected. */
export interface NodeRedisClient {
    sendCommand(command: string[]): Promise<unknown>;
}

export type RedisClient = NodeRedisClient | IoRedisClient;

/** A store that opened its own connection. */
export interface RedisTokenStore extends TokenStore {
    /** Ends the connection. Calls under way and later calls fail as `unavailable`. */
    close(): Promise<void>;
}

export interface RedisTokenStoreOptions {
    /**
     * The beginning of all names in Redis. Default: `fast-agent-auth:`. For Redis Cluster, put braces into it, such as
     * `{fast-agent-auth}:`, which keep all names in one slot.
     */
    readonly prefix?: string | undefined;
    /** How long a record is stored after it was last written, in milliseconds. Default: until it is deleted. */
    readonly ttl?: number | undefined;
    /** How long a worker without a sign of life keeps its turn, in milliseconds. Default: 8,000. */
    readonly lease?: number | undefined;
}

/**
 * Keeps records in Redis, for all processes that share it. With a URL, the store connects on first use, reconnects after the
 * connection was lost, and keeps no process alive. A given client is yours to connect and to close.
 *
 * A turn is a lease, renewed while the change runs. If the lease lapsed, the record is written only if no other worker has
 * taken the turn and the record is still the one that the change got. Otherwise the error is `lost_turn`.
 *
 * After a failed write, an `update` that reserves room first writes the present record once more, before its change runs.
 *
 * Each command has 5 seconds and is sent once more if the connection breaks. A write is sent again until its time is over,
 * and never done twice. A write that fails as `unavailable` may or may not have been done.
 *
 * @example
 * ```ts
 * const store = redisTokenStore('redis://localhost:6379', { prefix: 'my-agent:' })
 * await store.update('visits', async (record) => String(Number(record ?? 0) + 1))
 * await store.close()
 * ```
 *
 * @throws TypeError for a target that is neither a URL of Redis nor a client; RangeError for an invalid `ttl` or `lease`
 * @throws TokenStoreError, from each call: `unavailable`, `read_failed` or `write_failed`; `lost_turn` from `update`
 */
export declare function redisTokenStore(url: string, options?: RedisTokenStoreOptions): RedisTokenStore;

export declare function redisTokenStore(client: RedisClient, options?: RedisTokenStoreOptions): TokenStore;
