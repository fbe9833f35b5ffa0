import { randomBytes } from 'node:crypto'
import { basename, join } from 'node:path'
import type { MachineLock } from './file-lock.ts'
import type { Host } from './host.ts'
import { readPrivateFile } from './private-file.ts'
import { type NamedKey, namedKey, parseKey } from './record-key.ts'
import { removeLeftover, replaceFile } from './replace-file.ts'

const fileName = 'encryption.key'

/** The key that is kept in a file beside the records, for where nobody gives one. */
export interface KeyFile {
  readonly path: string
  /** @throws TokenStoreError `invalid_key` where the file holds something else */
  read(): NamedKey | undefined
  /** The key in the file, which is made where there is none. */
  readOrMake(): Promise<NamedKey>
}

export function createKeyFile(folder: string, lock: MachineLock, host: Host): KeyFile {
  const path = join(folder, fileName)

  function read(): NamedKey | undefined {
    const text = readPrivateFile(path, host)
    return text === undefined ? undefined : namedKey(parseKey(text), path)
  }

  async function make(): Promise<NamedKey> {
    const made = read()
    if (made) return made
    await removeLeftover(path)
    const bytes = new Uint8Array(randomBytes(32))
    await replaceFile(path, `${Buffer.from(bytes).toString('base64')}\n`, host)
    return namedKey(bytes, path)
  }

  return {
    path,
    read,
    // By one process at a time: what was sealed with a key that another one overwrote would be lost.
    readOrMake: async () => read() ?? lock.hold(basename(path), make),
  }
}
