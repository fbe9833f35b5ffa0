export interface RedisTokenStoreOptions {
  /**
   * What all names in Redis begin with; `fast-agent-auth:` by default. Redis Cluster needs braces in it, such as
   * `{fast-agent-auth}:`, which keep all in one slot.
   */
  readonly prefix?: string | undefined
  /** For how long a record is kept after it was last written, in milliseconds. By default until it is deleted. */
  readonly ttl?: number | undefined
  /** After how long without a sign of life a turn goes to who waits for it, in milliseconds; 8,000 by default. */
  readonly lease?: number | undefined
}

export interface Settings {
  readonly prefix: string
  readonly ttl: number | undefined
  readonly lease: number
}

const longestLease = 3_600_000

/** @throws RangeError where a number of milliseconds is none */
export function checkOptions(options: RedisTokenStoreOptions): Settings {
  const { prefix = 'fast-agent-auth:', ttl, lease = 8_000 } = options
  if (ttl !== undefined && !(Number.isSafeInteger(ttl) && ttl > 0)) {
    throw new RangeError(`The ttl is a whole number of milliseconds, from 1: ${ttl} is none.`)
  }
  // Below, a turn would be lost to any pause of its process.
  if (!(Number.isSafeInteger(lease) && lease >= 100 && lease <= longestLease)) {
    throw new RangeError(`The lease is a whole number of milliseconds, from 100 to ${longestLease}: ${lease} is none.`)
  }
  return { prefix, ttl, lease }
}
