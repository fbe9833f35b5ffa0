import type { TokenStore } from '@fast-agent-auth/token-store'
import { laterVersionMessage } from '@fast-agent-auth/token-store/internal'
import { assertLock } from './assert-lock.ts'
import { createKeyIndex } from './key-index.ts'
import type { Keychain } from './keychain.ts'
import { KeyringError } from './keyring-error.ts'
import { type KeyringTokenStoreOptions, type OpenedKeychain, openKeychain } from './open-keychain.ts'
import { isReserved, keyOf, parseItem, serializeItem, userOf } from './record-item.ts'
import { splitText } from './split-text.ts'
import { createTextStore, type StoredText, type TextStore } from './text-store.ts'
import { trackLastWrite } from './track-last-write.ts'

/**
 * Keeps records in the keychain of the operating system, for all processes of this user on this machine.
 *
 * Resolves only after the keychain has stored and returned a test item, and the lock was held once. A later failure is an
 * error: the store never falls back to another store.
 *
 * After a failed write, an `update` that reserves room first writes the present record once more, before its change runs.
 *
 * A damaged record reads as no record, and an item that another program wrote as an empty record. After a crash, `keys`
 * may list a key without a record, until the next `update` of that key.
 *
 * @example
 * ```ts
 * const store = await openKeyringTokenStore().catch((error) => {
 *   if (error.name !== 'KeyringError') throw error
 *   return fileTokenStore()
 * })
 * ```
 *
 * @throws KeyringError, from the function and from each call of the store: `unavailable`, `locked`, `too_slow`, `too_long`,
 *   `ambiguous`, `later_version` or `failed`
 */
export async function openKeyringTokenStore(options: KeyringTokenStoreOptions = {}): Promise<TokenStore> {
  const opened = await openKeychain(options)
  await assertLock(opened.lock)
  return createStore(opened)
}

function createStore({ keychain, service, lock }: OpenedKeychain): TokenStore {
  const { texts, lastWrite } = trackLastWrite(createTextStore(keychain))
  const index = createKeyIndex(texts, {
    lock,
    lockName: JSON.stringify(['keyring-index', service]),
    findKeys: () => findKeys(keychain, texts),
  })

  async function remove(key: string, before: StoredText): Promise<void> {
    // A key is listed before anything of its record is written, so an unlisted key has nothing to remove.
    if (before.kind === 'nothing' && !(await index.has(key))) return
    await texts.remove(userOf(key), before)
    await index.remove(key)
  }

  async function write(key: string, record: string, before: StoredText): Promise<void> {
    const pieces = splitText(serializeItem(key, record, before.text))
    // The key is listed first, since after a crash a key without a record does no harm, but a record without a key might.
    if (before.kind === 'nothing') await index.add(key)
    await texts.write(userOf(key), pieces, before)
  }

  /** The stored text. After a failed write, it is written once more, to test whether the result of a change can be stored. */
  async function readToReserve(key: string): Promise<StoredText> {
    const kept = await texts.read(userOf(key))
    const record = lastWrite.failed ? recordOf(key, kept) : undefined
    if (!record) return kept
    await write(key, record, kept)
    return texts.read(userOf(key))
  }

  async function list(key: string): Promise<void> {
    if (!(await index.has(key))) await index.add(key)
  }

  return {
    get: async (key) => recordOf(key, await texts.read(userOf(key))),
    keys: index.list,
    update: (key, change, options) =>
      lock.hold(
        JSON.stringify(['keyring', service, key]),
        async () => {
          const kept = await (options?.reserve === undefined ? texts.read(userOf(key)) : readToReserve(key))
          const present = recordOf(key, kept)
          const record = await change(present)
          if (record === undefined) await remove(key, kept)
          else {
            if (record !== present) await write(key, record, kept)
            if (kept.kind !== 'nothing') await list(key)
          }
          return record
        },
        options,
      ),
  }
}

function recordOf(key: string, { kind, text }: StoredText): string | undefined {
  if (kind === 'later_version') {
    const message = laterVersionMessage(`The record ${JSON.stringify(key)} in the keychain`)
    throw new KeyringError('later_version', message)
  }
  return text === undefined ? undefined : parseItem(key, text)
}

/** The keys of the records in the keychain; an empty list if its items cannot be listed. */
async function findKeys(keychain: Keychain, texts: TextStore): Promise<string[]> {
  const keys: string[] = []
  for (const { user, text } of (await keychain.list()) ?? []) {
    if (isReserved(user)) continue
    // Read once more if the text is in chunks, or garbled as on Windows.
    const key = keyOf(user, text) ?? keyOf(user, (await texts.read(user)).text ?? '')
    if (key !== undefined) keys.push(key)
  }
  return keys
}
