import { createHash } from 'node:crypto'
import { type SealKey, seal, unseal } from './sealed-text.ts'

/** What a file holds. A damaged one holds an empty record under a key that is not known. */
export interface RecordFile {
  readonly key: string | undefined
  readonly record: string
}

export const damagedFile: RecordFile = { key: undefined, record: '' }

const version = 1

/** Of fixed length and harmless characters, whatever the key is. */
export function recordFileName(key: string): string {
  return `${createHash('sha256').update(key).digest('hex')}.sealed`
}

export function isRecordFileName(name: string): boolean {
  return /^[0-9a-f]{64}\.sealed$/.test(name)
}

export function serializeRecordFile(key: string, record: string, sealKey: SealKey): string {
  return seal(JSON.stringify({ version, key, record }), sealKey, recordFileName(key))
}

/** What is in the text of a file of this name: what was sealed for it with this key, and nothing else. */
export function parseRecordFile(fileName: string, text: string, key: SealKey): RecordFile {
  const content = parseJson(unseal(text, key, fileName) ?? '')
  return isRecordFile(content) ? content : damagedFile
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isRecordFile(content: unknown): content is { key: string; record: string } {
  if (typeof content !== 'object' || content === null) return false
  if (!('version' in content && content.version === version)) return false
  return (
    'key' in content && typeof content.key === 'string' && 'record' in content && typeof content.record === 'string'
  )
}
