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
  /**
   * The folder of the records, on a local disk and only for this user. Default: `tokens` in the platform's data folder.
   */
  readonly folder?: string | undefined
  /**
   * The key that encrypts the files. Default, even if the function returns none: the environment variable
   * `FAST_AGENT_AUTH_KEY`, as base64 or hexadecimal digits, else a key file beside the records, made with the first record.
   */
  readonly key?: RecordKey | undefined
}

/**
 * Keeps each record in an encrypted file (AES-256-GCM), for all processes of this user on this machine.
 *
 * With a key of your own, nobody without that key can read or change records. With the key file, only file permissions
 * protect the key, and so the records; a record that is copied without the key file reveals nothing.
 *
 * A damaged file reads as an empty record; the next change moves the file to the folder `damaged`.
 *
 * @example
 * ```ts
 * const store = fileTokenStore({ folder: '/home/alex/.my-agent/tokens' })
 * await store.update('visits', async (record) => String(Number(record ?? 0) + 1))
 * ```
 *
 * @throws TokenStoreError, from each call: `unsafe_file`; `read_failed`; `write_failed`; `unavailable` without a lock between
 *   processes; `invalid_key`; `wrong_key` if a file was encrypted with another key; `later_version` if a later version of
 *   this program wrote the file; from the function itself, `no_home` without a home folder
 */
export function fileTokenStore({ folder, key }: FileTokenStoreOptions = {}): TokenStore {
  return createFileTokenStore(resolve(folder ?? join(dataFolder(), 'tokens')), nodeHost(), key)
}

export function createFileTokenStore(folder: string, host: Host, key?: RecordKey): TokenStore {
  // Lock files are beside the records, so that programs that share the records share the locks.
  const lock = createFileLock(folder, host)
  const keyFile = createKeyFile(folder, lock, host)
  const givenKey = createKeySource(key, host.environment)
  let fromFile: NamedKey | undefined

  /** The text of a file and the key to decrypt it; else the constant for a damaged file, or for a file of a later version. */
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
    // Cached by its id, since the file may be replaced some day.
    fromFile = await keyFile.read()
    return fromFile
  }

  /** The record of a file; an empty one if the file is damaged. */
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
          // Before the change, which may ask a person: without a key its result could not be stored.
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
            // If it cannot be removed now, the next update removes it or fails with the reason.
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
