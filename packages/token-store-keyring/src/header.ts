import { randomUUID } from 'node:crypto'
import { parseJson } from './parse-json.ts'
import { mostChunks } from './split-text.ts'

/** One of the two places for the chunks of a text. Each write uses the other place than the write before it. */
export type ChunkSlot = 'a' | 'b'

/** The content of a text's own item when the text is in chunks. */
export interface Header {
  readonly slot: ChunkSlot
  readonly chunks: number
  /** The hash of the whole text. */
  readonly sha256: string
}

const version = 1

/** Serializes a header, with a new id, so that a second read shows whether the text was written in between. */
export function serializeHeader({ slot, chunks, sha256 }: Header): string {
  return JSON.stringify({ version, slot, chunks, sha256, id: randomUUID() })
}

/** The header that an item holds, `'damaged'`, or `undefined` if the item holds the text itself. */
export function parseHeader(text: string): Header | 'damaged' | undefined {
  const header = parseJson(text)
  if (typeof header !== 'object' || header === null || !('chunks' in header)) return undefined
  return isHeader(header) ? header : 'damaged'
}

function isHeader(header: object): header is Header {
  const { version: written, slot, chunks, sha256 } = header as Record<string, unknown>
  if (written !== version || (slot !== 'a' && slot !== 'b') || typeof sha256 !== 'string') return false
  return typeof chunks === 'number' && Number.isInteger(chunks) && chunks > 0 && chunks <= mostChunks
}
