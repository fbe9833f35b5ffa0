import type { ChunkSlot } from './header.ts'
import { parseJson } from './parse-json.ts'
import { sha256 } from './sha256.ts'

/** The item that lists the keys, since keychains cannot be listed everywhere. */
export const indexUser = 'index'

/** The item of the key that files are encrypted with. */
export const envelopeKeyUser = 'envelope-key'

/** The item that shows that the keychain works. */
export const probeUser = 'probe:keychain'

const version = 1

/**
 * The user under which a record is kept: its key, where every keychain can tell it from others, else the key's hash.
 *
 * Windows takes upper and lower case for the same, others end a name at NUL; and some names are taken.
 */
export function userOf(key: string): string {
  const plain = /^[a-z0-9:/.@%_~-]{1,250}$/.test(key) && !isReserved(key) && !key.startsWith('sha256:')
  return plain ? key : `sha256:${sha256(key)}`
}

/** Whether what is under this user is no record. */
export function isReserved(user: string): boolean {
  return user === indexUser || user === envelopeKeyUser || /^(chunk|probe):/.test(user)
}

/** As short for a long user as for others. */
export function chunkUser(user: string, slot: ChunkSlot, index: number): string {
  return `chunk:${sha256(user)}:${slot}${index}`
}

/**
 * With the key, to find it by where the user is a hash, and never empty, which some keychains do not keep. What is in the
 * item `before` and not known here stays, for the version that wrote it.
 */
export function serializeItem(key: string, record: string, before: string | undefined): string {
  const item = parseJson(before ?? '')
  return JSON.stringify({ ...(isItem(item) && item), version, key, record })
}

/** The record in an item; of one that somebody else has written, an empty one: strangers' words are not taken for ours. */
export function parseItem(key: string, text: string): string {
  const item = parseJson(text)
  return isItem(item) && item.key === key ? item.record : ''
}

/** The key of the record that is kept under a user, or `undefined` where it is none of ours. */
export function keyOf(user: string, text: string): string | undefined {
  const item = parseJson(text)
  return isItem(item) && userOf(item.key) === user ? item.key : undefined
}

function isItem(item: unknown): item is { key: string; record: string } {
  if (typeof item !== 'object' || item === null) return false
  if (!('version' in item && item.version === version)) return false
  return 'key' in item && typeof item.key === 'string' && 'record' in item && typeof item.record === 'string'
}
