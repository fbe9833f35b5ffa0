import { createKeySource, laterVersion, type NamedKey, noKey, type RecordKey, wrongKey } from './record-key.ts'
import { isSealedLater, seal, sealedLength, sealedWith, unseal } from './sealed-text.ts'
import type { TokenStore } from './token-store.ts'

export interface EnvelopeOptions {
  /**
   * The key that encrypts the records. Default, even if the function returns none: the environment variable
   * `FAST_AGENT_AUTH_KEY`, as base64 or hexadecimal digits.
   */
  readonly key?: RecordKey | undefined
}

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
export function withEnvelope(store: TokenStore, { key }: EnvelopeOptions = {}): TokenStore {
  const givenKey = createKeySource(key, process.env)

  async function ask(): Promise<NamedKey> {
    const given = await givenKey()
    if (!given) throw noKey()
    return given
  }

  return {
    get: async (name) => {
      const given = await ask()
      return open(name, await store.get(name), given)
    },
    keys: () => store.keys(),
    update: async (name, change, options) => {
      options?.signal?.throwIfAborted()
      const given = await ask()
      let next: string | undefined
      const sealed = async (present: string | undefined): Promise<string | undefined> => {
        const opened = open(name, present, given)
        next = await change(opened)
        // An unchanged text is not sealed again, since the result would differ each time.
        if (next === opened) return present
        return next === undefined ? undefined : seal(next, given, name)
      }
      const reserve = options?.reserve === undefined ? undefined : sealedLength(options.reserve)
      await store.update(name, sealed, { ...options, reserve })
      return next
    },
  }
}

function open(name: string, sealed: string | undefined, key: NamedKey): string | undefined {
  if (sealed === undefined) return undefined
  const what = `The record ${JSON.stringify(name)}`
  if (isSealedLater(sealed)) throw laterVersion(what)
  const sealedBy = sealedWith(sealed)
  if (sealedBy !== undefined && sealedBy !== key.id) throw wrongKey(what, key.source)
  return unseal(sealed, key, name) ?? ''
}
