import { readdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { dataFolder } from './data-folder.ts'
import { readFailed } from './file-errors.ts'
import { createFileLock } from './file-lock.ts'
import { type Host, nodeHost } from './host.ts'
import { assertPrivateFolder } from './private-path.ts'
import {
  isRecordFileName,
  type RecordFile,
  readRecordFile,
  recordFileName,
  serializeRecordFile,
} from './record-file.ts'
import { removeFile, removeLeftover, replaceFile, setAside } from './replace-file.ts'
import type { TokenStore } from './token-store.ts'

export interface FileTokenStoreOptions {
  /** By default `tokens` in the platform's data folder. On a local disk, and for this user alone. */
  readonly folder?: string | undefined
}

/**
 * Keeps each record in a file, for all processes of this user on this machine.
 *
 * Records are plain text that only file permissions protect.
 */
export function fileTokenStore({ folder }: FileTokenStoreOptions = {}): TokenStore {
  return createFileTokenStore(resolve(folder ?? join(dataFolder(), 'tokens')), nodeHost())
}

export function createFileTokenStore(folder: string, host: Host): TokenStore {
  // Beside the records, so that whoever shares these shares their locks.
  const lock = createFileLock(folder, host)

  async function read(name: string): Promise<RecordFile | undefined> {
    if (!(await assertPrivateFolder(folder, host))) return undefined
    return readRecordFile(join(folder, name), host)
  }

  return {
    get: async (key) => (await read(recordFileName(key)))?.record,

    keys: async () => {
      if (!(await assertPrivateFolder(folder, host))) return []
      const files = await Promise.all((await listFolder(folder)).filter(isRecordFileName).map(read))
      return files.flatMap((file) => file?.key ?? [])
    },

    update: (key, change, options) =>
      lock.hold(
        key,
        async () => {
          const path = join(folder, recordFileName(key))
          await removeLeftover(path)
          const present = await read(recordFileName(key))
          const record = await change(present?.record)
          if (record === present?.record) return record

          const damaged = present !== undefined && present.key === undefined
          if (record === undefined) await removeFile(path, host)
          else {
            if (damaged) await setAside(path, host)
            await replaceFile(path, serializeRecordFile(key, record), host)
          }
          return record
        },
        options,
      ),
  }
}

async function listFolder(folder: string): Promise<string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    throw readFailed(folder, error)
  }
}
