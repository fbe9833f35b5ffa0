import type { ChunkSlot } from './header.ts'
import { parseJson } from './parse-json.ts'
import { sha256 } from './sha256.ts'

/** The item that lists the keys, since keychains cannot be listed everywhere. */
export const indexUser = 'index'

/** The item of the key that files are encrypted with. */
export const envelopeKeyUser = 'envelope-key'

/** The item that is written and read to test the keychain. */
export const probeUser = 'probe:keychain'

const version = 1

/**
 * The user of a record's item: the record's key if every keychain can distinguish it from other keys, else its hash.
 *
 * Windows ignores case, other keychains end a name at NUL, and some names are reserved.
 */
export function userOf(key: string): string {
  const plain = /^[a-z0-9:/.@%_~-]{1,250}$/.test(key) && !isReserved(key) && !key.startsWith('sha256:')
  return plain ? key : `sha256:${sha256(key)}`
}

/** Whether a user is one of our own items without a record. */
export function isReserved(user: string): boolean {
  return user === indexUser || user === envelopeKeyUser || /^(chunk|probe):/.test(user)
}

/** The user of a chunk's item. It has the same length for any user, since it holds a hash. */
export function chunkUser(user: string, slot: ChunkSlot, index: number): string {
  return `chunk:${sha256(user)}:${slot}${index}`
}

/**
 * The text of a record's item. It has the key, since the user may be a hash, and it is never empty, since some keychains
 * store no empty text. Unknown members of the item `before` are kept, for the version that wrote them.
 */
export function serializeItem(key: string, record: string, before: string | undefined): string {
  const item = parseJson(before ?? '')
  return JSON.stringify({ ...(isItem(item) && item), version, key, record })
}

/** The record in an item; an empty record if another program wrote the item. */
export function parseItem(key: string, text: string): string {
  const item = parseJson(text)
  return isItem(item) && item.key === key ? item.record : ''
}

/** The key of the record under a user, or `undefined` for an item of another program. */
export function keyOf(user: string, text: string): string | undefined {
  const item = parseJson(text)
  return isItem(item) && userOf(item.key) === user ? item.key : undefined
}

function isItem(item: unknown): item is { key: string; record: string } {
  if (typeof item !== 'object' || item === null) return false
  if (!('version' in item && item.version === version)) return false
  return 'key' in item && typeof item.key === 'string' && 'record' in item && typeof item.record === 'string'
}
