import { createHash } from 'node:crypto'

/** The item that lists the keys, since keychains cannot be listed everywhere. */
export const indexUser = 'index'

const version = 1

/**
 * The user under which a record is kept: its key, where every keychain can tell it from others, else the key's hash.
 *
 * Windows takes upper and lower case for the same, others end a name at NUL; and some names are taken.
 */
export function userOf(key: string): string {
  const plain = /^[a-z0-9:/.@%_~-]{1,250}$/.test(key) && key !== indexUser && !/^(sha256|probe):/.test(key)
  return plain ? key : `sha256:${createHash('sha256').update(key).digest('hex')}`
}

/** With the key, for whoever looks at a hashed one, and never empty, which some keychains do not keep. */
export function serializeItem(key: string, record: string): string {
  return JSON.stringify({ version, key, record })
}

/** Of an item that somebody else has written, all the text is taken for the record. */
export function parseItem(key: string, text: string): string {
  const item = parseJson(text)
  return isItem(item) && item.key === key ? item.record : text
}

/** A damaged list is taken for an empty one: what is written from then on is listed again. */
export function parseIndex(text: string | undefined): string[] {
  const keys = parseJson(text ?? '[]')
  return Array.isArray(keys) ? keys.filter((key) => typeof key === 'string') : []
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isItem(item: unknown): item is { key: string; record: string } {
  if (typeof item !== 'object' || item === null) return false
  if (!('version' in item && item.version === version)) return false
  return 'key' in item && typeof item.key === 'string' && 'record' in item && typeof item.record === 'string'
}
