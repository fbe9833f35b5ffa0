/**
 * Keeps serialized records under opaque keys, for all who share it: a process, a machine or a cluster.
 *
 * Keys and records are any well-formed strings. A store knows nothing of tokens.
 */
export interface TokenStore {
  /** The record under `key`, or `undefined` where there is none. */
  get(key: string): Promise<string | undefined>

  /** The keys of all records, in no particular order. */
  keys(): Promise<string[]>

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
  update(key: string, change: Change, options?: UpdateOptions): Promise<string | undefined>
}

/** Given the present record, returns the next one; `undefined` stands for none. */
export type Change = (record: string | undefined) => Promise<string | undefined>

export interface UpdateOptions {
  readonly signal?: AbortSignal | undefined
  /** In bytes. */
  readonly reserve?: number | undefined
}
