import { readdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { dataFolder } from './data-folder.ts'
import { readFailed } from './file-errors.ts'
import { createFileLock } from './file-lock.ts'
import { type Host, nodeHost } from './host.ts'
import { createKeyFile } from './key-file.ts'
import { readPrivateFile } from './private-file.ts'
import { assertPrivateFolder } from './private-path.ts'
import {
  isRecordFileName,
  readKey,
  readRecord,
  recordFileName,
  recordFileSize,
  serializeRecordFile,
} from './record-file.ts'
import { createKeySource, keyGone, laterVersion, type NamedKey, type RecordKey, wrongKey } from './record-key.ts'
import { fillRoom, moveToDamaged, removeFile, removeLeftover, replaceFile, reserveRoom } from './replace-file.ts'
import { isSealedLater, sealedWith } from './sealed-text.ts'
import type { TokenStore } from './token-store.ts'

export interface FileTokenStoreOptions {
  /** By default `tokens` in the platform's data folder. On a local disk, and for this user alone. */
  readonly folder?: string | undefined
  /**
   * What the files are encrypted with. Default, and where it gives none: the environment variable `FAST_AGENT_AUTH_KEY`, as
   * base64 or hexadecimal digits, else a key file beside the records, which is made with the first of them.
   */
  readonly key?: RecordKey | undefined
}

/**
 * Keeps each record in an encrypted file (AES-256-GCM), for all processes of this user on this machine.
 *
 * With a key of your own, nobody reads or changes records who has not that key. With the key file, they are protected by
 * file permissions only, like the key itself: what is copied without it, such as a single file, tells nothing.
 *
 * All calls throw TokenStoreErrors: `unsafe_file`, `read_failed`, `write_failed`, `unavailable`, `invalid_key`, and
 * `wrong_key` where a file was encrypted with another key, and `later_version` where a later version of this program
 * wrote it. A damaged file reads as an empty record; the next change sets it
 * aside in the folder `damaged`.
 */
export function fileTokenStore({ folder, key }: FileTokenStoreOptions = {}): TokenStore {
  return createFileTokenStore(resolve(folder ?? join(dataFolder(), 'tokens')), nodeHost(), key)
}

export function createFileTokenStore(folder: string, host: Host, key?: RecordKey): TokenStore {
  // Beside the records, so that whoever shares these shares their locks.
  const lock = createFileLock(folder, host)
  const keyFile = createKeyFile(folder, lock, host)
  const givenKey = createKeySource(key, host.environment)
  let fromFile: NamedKey | undefined

  /** What a file holds, and the key to open it with; neither where it was never sealed, or by a later version. */
  async function open(name: string): Promise<SealedFile | undefined> {
    const path = join(folder, name)
    const text = await readPrivateFile(path, host)
    if (text === undefined) return undefined
    const sealedBy = sealedWith(text)
    if (isSealedLater(text)) return laterFile
    if (sealedBy === undefined) return damagedFile
    const key = (await givenKey()) ?? (fromFile?.id === sealedBy ? fromFile : await readKeyFile())
    if (!key) throw keyGone(path)
    if (sealedBy !== key.id) throw wrongKey(path, key.source)
    return { text, key }
  }

  async function readKeyFile(): Promise<NamedKey | undefined> {
    // Kept, but it may be made anew some day.
    fromFile = await keyFile.read()
    return fromFile
  }

  /** A damaged record is an empty one. */
  async function read(name: string): Promise<{ readonly record: string; readonly damaged: boolean } | undefined> {
    const file = await open(name)
    if (!file) return undefined
    if (file === laterFile) throw laterVersion(join(folder, name))
    const record = file.key && readRecord(name, file.text, file.key)
    return { record: record ?? '', damaged: record === undefined }
  }

  return {
    get: async (name) => {
      if (!assertPrivateFolder(folder, host)) return undefined
      return (await read(recordFileName(name)))?.record
    },

    keys: async () => {
      if (!assertPrivateFolder(folder, host)) return []
      const keys: string[] = []
      for (const name of (await listFolder(folder)).filter(isRecordFileName)) {
        const file = await open(name)
        const key = file?.key && readKey(name, file.text, file.key)
        if (key !== undefined) keys.push(key)
      }
      return keys
    },

    update: (name, change, options) =>
      lock.hold(
        `record ${name}`,
        async () => {
          const path = join(folder, recordFileName(name))
          // Before a person may be asked in the change: what cannot be encrypted could not be kept.
          const key = await keyFile.settle(await givenKey())
          await removeLeftover(path, host)
          const file = await read(recordFileName(name))
          const reserve = options?.reserve
          if (reserve !== undefined) await reserveRoom(path, recordFileSize(name, reserve))
          const replace = reserve === undefined ? replaceFile : fillRoom
          try {
            const record = await change(file?.record)
            if (record === file?.record) return record
            if (record === undefined) await removeFile(path, host)
            else {
              if (file?.damaged) await moveToDamaged(path, host)
              await replace(path, serializeRecordFile(name, record, key), host)
            }
            return record
          } finally {
            // Where it cannot be removed now, the next turn does, or says so.
            if (reserve !== undefined) await removeLeftover(path, host).catch(() => {})
          }
        },
        options,
      ),
  }
}

interface SealedFile {
  readonly text: string
  readonly key: NamedKey | undefined
}

const damagedFile: SealedFile = { text: '', key: undefined }
const laterFile: SealedFile = { text: '', key: undefined }

async function listFolder(folder: string): Promise<string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    throw readFailed(folder, error)
  }
}
