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
 * Resolves only where the keychain and its lock have been seen to work. If it fails later, that is an error, never another store.
 *
 * After a write that failed, an `update` that reserves room writes the present record once more before its change runs.
 *
 * A damaged record reads as none, or as an empty one where somebody else has written it. After a crash, `keys` may give a
 * key that has no record, until the next `update` of that key.
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
    // Listed before anything else of it is written: of what is not listed, nothing can be left.
    if (before.kind === 'nothing' && !(await index.has(key))) return
    await texts.remove(userOf(key), before)
    await index.remove(key)
  }

  async function write(key: string, record: string, before: StoredText): Promise<void> {
    const pieces = splitText(serializeItem(key, record, before.text))
    // Listed first: after a crash in between, a key without a record does no harm, a record without a key might.
    if (before.kind === 'nothing') await index.add(key)
    await texts.write(userOf(key), pieces, before)
  }

  /** What is kept. Where the last write failed it is written once more: what a change brings might be lost as well. */
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

/** The keys of the records that are in the keychain; none where it cannot be listed. */
async function findKeys(keychain: Keychain, texts: TextStore): Promise<string[]> {
  const keys: string[] = []
  for (const { user, text } of (await keychain.list()) ?? []) {
    if (isReserved(user)) continue
    // Read once more where it is in chunks, and on Windows, which shows no text as it is.
    const key = keyOf(user, text) ?? keyOf(user, (await texts.read(user)).text ?? '')
    if (key !== undefined) keys.push(key)
  }
  return keys
}
