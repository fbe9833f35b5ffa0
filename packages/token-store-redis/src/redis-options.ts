export interface RedisTokenStoreOptions {
  /**
   * The beginning of all names in Redis. Default: `fast-agent-auth:`. For Redis Cluster, put braces into it, such as
   * `{fast-agent-auth}:`, which keep all names in one slot.
   */
  readonly prefix?: string | undefined
  /** How long a record is stored after it was last written, in milliseconds. Default: until it is deleted. */
  readonly ttl?: number | undefined
  /** How long a worker without a sign of life keeps its turn, in milliseconds. Default: 8,000. */
  readonly lease?: number | undefined
}

export interface Settings {
  readonly prefix: string
  readonly ttl: number | undefined
  readonly lease: number
}

const longestLease = 3_600_000

/** @throws RangeError for a number of milliseconds that is out of range */
export function checkOptions(options: RedisTokenStoreOptions): Settings {
  const { prefix = 'fast-agent-auth:', ttl, lease = 8_000 } = options
  if (ttl !== undefined && !(Number.isSafeInteger(ttl) && ttl > 0)) {
    throw new RangeError(`The ttl must be a whole number of milliseconds, from 1; got ${ttl}.`)
  }
  // With a shorter lease, any pause of the process would lose its turn.
  if (!(Number.isSafeInteger(lease) && lease >= 100 && lease <= longestLease)) {
    throw new RangeError(`The lease must be a whole number of milliseconds, from 100 to ${longestLease}; got ${lease}.`)
  }
  return { prefix, ttl, lease }
}
