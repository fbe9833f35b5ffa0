import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { basename } from 'node:path'
import { errorCode, readFailed } from './file-errors.ts'
import type { Host } from './host.ts'
import { assertPrivateFile, unsafe } from './private-path.ts'

/** What a file holds. Of a damaged one all the text is taken for the record, and the key is not known. */
export interface RecordFile {
  readonly key: string | undefined
  readonly record: string
}

const version = 1

/** Of fixed length and harmless characters, whatever the key is. */
export function recordFileName(key: string): string {
  return `${createHash('sha256').update(key).digest('hex')}.json`
}

export function isRecordFileName(name: string): boolean {
  return /^[0-9a-f]{64}\.json$/.test(name)
}

export function serializeRecordFile(key: string, record: string): string {
  return JSON.stringify({ version, key, record })
}

/** @returns `undefined` where there is no such file */
export async function readRecordFile(path: string, host: Host): Promise<RecordFile | undefined> {
  const file = await openRecordFile(path)
  if (!file) return undefined
  try {
    assertPrivateFile(path, await file.stat(), host)
    const text = await readText(path, file)
    const content = parseJson(text)
    const intact = isRecordFile(content) && recordFileName(content.key) === basename(path)
    return intact ? content : { key: undefined, record: text }
  } finally {
    await file.close()
  }
}

async function openRecordFile(path: string): Promise<FileHandle | undefined> {
  try {
    // Without waiting, should it be a pipe.
    return await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0))
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined
    if (errorCode(error) === 'ELOOP') throw unsafe(path, 'is a symbolic link: remove it')
    throw readFailed(path, error)
  }
}

async function readText(path: string, file: FileHandle): Promise<string> {
  try {
    return await file.readFile('utf8')
  } catch (error) {
    throw readFailed(path, error)
  }
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
