import type { TokenStore } from '@fast-agent-auth/token-store'

export interface HeldTurn {
  /** The record that the change got. */
  readonly given: string | undefined
  /** Ends the change by this record; resolves and rejects as the update does. */
  end(record: string | undefined): Promise<string | undefined>
  fail(error: unknown): Promise<string | undefined>
}

/** Resolves when a change of `key` has begun, which lasts until it is told to end. */
export function holdTurn(store: TokenStore, key: string): Promise<HeldTurn> {
  return new Promise((resolve, reject) => {
    const update = store.update(
      key,
      (given) =>
        new Promise((end, fail) => {
          resolve({
            given,
            end: (record) => {
              end(record)
              return update
            },
            fail: (error) => {
              fail(error)
              return update
            },
          })
        }),
    )
    update.catch(reject)
  })
}
