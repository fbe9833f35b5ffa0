import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs'
import { errorCode, readFailed } from './file-errors.ts'
import type { Host } from './host.ts'
import { assertPrivateFile, unsafe } from './private-path.ts'
import { retryWhileBusy } from './retry-while-busy.ts'

/** The text of a file that only this user can access, or `undefined` if there is none. */
export function readPrivateFile(path: string, host: Host): Promise<string | undefined> {
  // Read synchronously, since the thread pool takes several times as long for a small file.
  return retryWhileBusy(host, () => readNow(path, host))
}

function readNow(path: string, host: Host): string | undefined {
  const file = openPrivateFile(path)
  if (file === undefined) return undefined
  try {
    assertPrivateFile(path, fstatSync(file), host)
    return readText(path, file)
  } finally {
    closeSync(file)
  }
}

function openPrivateFile(path: string): number | undefined {
  try {
    // Without `O_NONBLOCK`, a pipe in the place of the file would block.
    return openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0))
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined
    if (errorCode(error) === 'ELOOP') throw unsafe(path, 'is a symbolic link: remove it')
    throw readFailed(path, error)
  }
}

function readText(path: string, file: number): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw readFailed(path, error)
  }
}
