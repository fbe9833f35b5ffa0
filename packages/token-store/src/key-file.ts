import { randomBytes } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Host } from './host.ts'
import { readPrivateFile } from './private-file.ts'
import type { NamedLock } from './process-lock.ts'
import { isRecordFileName } from './record-file.ts'
import { keyGone, type NamedKey, namedKey, parseKey, wrongKey } from './record-key.ts'
import { removeLeftover, replaceFile } from './replace-file.ts'
import { sealedWith } from './sealed-text.ts'
import { TokenStoreError } from './token-store-error.ts'

/**
 * A file beside the records with the id of their key, so that a folder has records of one key only. If no key was given,
 * the file holds the key itself.
 */
export interface KeyFile {
  /** The key in the file, if there is one. */
  read(): Promise<NamedKey | undefined>
  /**
   * The key to write with: the given key, else the key in the file, which the first writer makes.
   *
   * @throws TokenStoreError `wrong_key` if the records are encrypted with another key; `invalid_key` if the file is damaged
   */
  settle(given: NamedKey | undefined): Promise<NamedKey>
}

interface Content {
  readonly id: string
  readonly key: NamedKey | undefined
}

export function createKeyFile(folder: string, lock: NamedLock, host: Host): KeyFile {
  const path = join(folder, 'encryption.key')

  async function read(): Promise<Content | undefined> {
    const text = await readPrivateFile(path, host)
    if (text === undefined) return undefined
    const content = parseKeyFile(text, path)
    if (!content) throw damaged(path)
    return content
  }

  async function find(given: NamedKey | undefined): Promise<NamedKey | undefined> {
    const content = await read()
    if (!content) return undefined
    const key = given ?? content.key
    if (!key) throw keyGone(folder)
    if (key.id !== content.id) throw wrongKey(folder, key.source)
    return key
  }

  async function make(given: NamedKey | undefined): Promise<NamedKey> {
    const made = await find(given)
    if (made) return made
    // This file may have been removed, but not the records.
    const sealedBy = await findSealed(folder, host)
    if (sealedBy !== undefined && sealedBy !== given?.id) throw given ? wrongKey(folder, given.source) : keyGone(folder)
    await removeLeftover(path, host)
    const bytes = new Uint8Array(randomBytes(32))
    const key = given ?? namedKey(bytes, path)
    const lines = given ? [key.id] : [key.id, Buffer.from(bytes).toString('base64')]
    await replaceFile(path, `${lines.join('\n')}\n`, host)
    return key
  }

  return {
    read: async () => (await read())?.key,
    // One process at a time makes the key, since records encrypted with an overwritten key would be lost.
    settle: async (given) => (await find(given)) ?? lock.hold('key file', () => make(given)),
  }
}

/** The id of the key that some record in the folder is encrypted with. */
async function findSealed(folder: string, host: Host): Promise<string | undefined> {
  for (const name of (await readdir(folder)).filter(isRecordFileName)) {
    const id = sealedWith(String(await readPrivateFile(join(folder, name), host)))
    if (id !== undefined) return id
  }
  return undefined
}

function parseKeyFile(text: string, path: string): Content | undefined {
  const [id, encoded, ...more] = text.trimEnd().split('\n')
  if (!isKeyId(id) || more.length > 0) return undefined
  if (encoded === undefined) return { id, key: undefined }
  const bytes = parseKey(encoded)
  const key = bytes && namedKey(bytes, path)
  return key?.id === id ? { id, key } : undefined
}

function isKeyId(text: string | undefined): text is string {
  return /^[\w-]{16}$/.test(String(text))
}

function damaged(path: string): TokenStoreError {
  const message = `${path} is damaged, or a later version of this program wrote it, so nobody can read the records in its folder: update this program, restore the file from a backup, or remove the folder and sign in again.`
  return new TokenStoreError('invalid_key', message)
}
