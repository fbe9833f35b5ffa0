import { randomUUID } from 'node:crypto'
import { parseJson } from './parse-json.ts'
import { mostChunks } from './split-text.ts'

/** Where the chunks of a text are; what is written next goes into the other slot. */
export type ChunkSlot = 'a' | 'b'

/** What is in a text's own item where the text is in chunks. */
export interface Header {
  readonly slot: ChunkSlot
  readonly chunks: number
  /** Of the whole text. */
  readonly sha256: string
}

const version = 1

/** Never the same twice, so that who reads it again knows whether something was written meanwhile. */
export function serializeHeader({ slot, chunks, sha256 }: Header): string {
  return JSON.stringify({ version, slot, chunks, sha256, id: randomUUID() })
}

/** The header that an item holds, `'damaged'`, or `undefined` where it holds a text of its own. */
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
