/**
 * Keeps serialized records under opaque keys, for all callers that share the store: in a process, on a machine or in a cluster.
 *
 * Keys and records are any well-formed strings. A record is plain text, and may hold a refresh token or the secret of a client:
 * where others can read the store, wrap it by `withEnvelope` of `@fast-agent-auth/token-store/envelope`, which encrypts. The tests
 * of this contract are `describeTokenStore` of `@fast-agent-auth/token-store/testing`.
 */
export interface TokenStore {
  /** The record under `key`, or `undefined` if there is none. */
  get(key: string): Promise<string | undefined>

  /** The keys of all records, in no particular order. */
  keys(): Promise<string[]>

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
  update(key: string, change: Change, options?: UpdateOptions): Promise<string | undefined>
}

/** Takes the present record and returns the next one; `undefined` means no record. */
export type Change = (record: string | undefined) => Promise<string | undefined>

export interface UpdateOptions {
  readonly signal?: AbortSignal | undefined
  /** The maximum size of the new record, in bytes. */
  readonly reserve?: number | undefined
}
