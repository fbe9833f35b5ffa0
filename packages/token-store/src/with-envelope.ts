import { createKeySource, laterVersion, type NamedKey, noKey, type RecordKey, wrongKey } from './record-key.ts'
import { isSealedLater, seal, sealedLength, sealedWith, unseal } from './sealed-text.ts'
import type { TokenStore } from './token-store.ts'

export interface EnvelopeOptions {
  /** Default, and where it gives none: the environment variable `FAST_AGENT_AUTH_KEY`, as base64 or hexadecimal digits. */
  readonly key?: RecordKey | undefined
}

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
        // The same text is sealed differently each time.
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
