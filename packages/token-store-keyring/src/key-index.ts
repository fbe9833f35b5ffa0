import type { MachineLock } from '@fast-agent-auth/token-store/machine-lock'
import { parseJson } from './parse-json.ts'
import { indexUser } from './record-item.ts'
import { splitText } from './split-text.ts'
import type { TextStore } from './text-store.ts'

/** The list of keys, in an item of its own. If that item is missing or damaged, the keychain's own list of items is used. */
export interface KeyIndex {
  list(): Promise<string[]>
  /** Whether the key is in the stored list. */
  has(key: string): Promise<boolean>
  add(key: string): Promise<void>
  remove(key: string): Promise<void>
}

export interface KeyIndexOptions {
  readonly lock: MachineLock
  readonly lockName: string
  /** Finds the keys without the list. */
  readonly findKeys: () => Promise<string[]>
}

export function createKeyIndex(texts: TextStore, { lock, lockName, findKeys }: KeyIndexOptions): KeyIndex {
  const written = async () => parseList((await texts.read(indexUser)).text)

  /** Adds or removes one key. */
  const change = (edit: (keys: Set<string>) => void) =>
    lock.hold(lockName, async () => {
      const kept = await texts.read(indexUser)
      // The index of a later version is not changed: that version also finds listed records by the keychain's own list.
      if (kept.kind === 'later_version') return
      const listed = parseList(kept.text)
      const keys = new Set(listed ?? (await findKeys()))
      edit(keys)
      if (keys.size === listed?.size) return
      if (keys.size > 0) await texts.write(indexUser, splitText(JSON.stringify([...keys])), kept)
      else await texts.remove(indexUser, kept)
    })

  return {
    list: async () => [...new Set((await written()) ?? (await findKeys()))],
    has: async (key) => (await written())?.has(key) ?? false,
    add: (key) => change((keys) => keys.add(key)),
    remove: (key) => change((keys) => keys.delete(key)),
  }
}

/** Parses the list of keys; `undefined` if the text is not a list. */
function parseList(text: string | undefined): ReadonlySet<string> | undefined {
  const keys = parseJson(text ?? '')
  return Array.isArray(keys) && keys.every((key) => typeof key === 'string') ? new Set(keys) : undefined
}
