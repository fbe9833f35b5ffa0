import { createHash } from 'node:crypto'
import { type SealKey, seal, sealedLength, unseal } from './sealed-text.ts'

/** The name of a record's file. For any key, it has a fixed length and harmless characters. */
export function recordFileName(key: string): string {
  return `${createHash('sha256').update(key).digest('hex')}.sealed`
}

export function isRecordFileName(name: string): boolean {
  return name.length === 71 && name.endsWith('.sealed')
}

/** The text of a record's file, in two lines: the key, so that keys are listed without decrypting records, and the record. */
export function serializeRecordFile(key: string, record: string, sealKey: SealKey): string {
  const name = recordFileName(key)
  return `${seal(key, sealKey, `key ${name}`)}\n${seal(record, sealKey, `record ${name}`)}\n`
}

/** The size of the file for a record of this many bytes. */
export function recordFileSize(key: string, bytes: number): number {
  return sealedLength(Buffer.byteLength(key)) + sealedLength(bytes) + 2
}

/** The key in the text of a file of this name, or `undefined` if it is damaged. */
export function readKey(fileName: string, text: string, key: SealKey): string | undefined {
  return unseal(text.slice(0, text.indexOf('\n')), key, `key ${fileName}`)
}

/** The record in the text of a file of this name, or `undefined` if it was not sealed with this key for this name. */
export function readRecord(fileName: string, text: string, key: SealKey): string | undefined {
  const start = text.indexOf('\n') + 1
  return unseal(text.slice(start, text.indexOf('\n', start)), key, `record ${fileName}`)
}
