import { closeSync, openSync } from 'node:fs'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { KeyringError } from './keyring-error.ts'

// Some less than 1,024, since a connection takes more than one, and others open files meanwhile.
const most = 960

/**
 * Rejects where a new connection to the session bus would hang for ever or crash the process: the binding waits for it by
 * select(), which overflows with files beyond number 1,023.
 */
export async function assertFewOpenFiles(): Promise<void> {
  if (nextFile() <= most) return
  // Of the connections that nobody needs any more, only the garbage collector knows, which has no idea how scarce they are.
  collectGarbage()
  await nextTurn()
  if (nextFile() > most) throw tooMany()
}

/** The number that the next file gets: the lowest one that is free. */
function nextFile(): number {
  const file = openSync('/dev/null', 'r')
  closeSync(file)
  return file
}

function collectGarbage(): void {
  setFlagsFromString('--expose-gc')
  // Bun has these functions, and gives no collector by them.
  const collect: (() => void) | undefined = runInNewContext('globalThis.gc')
  setFlagsFromString('--no-expose-gc')
  collect?.()
}

function tooMany(): KeyringError {
  const message =
    `This process has more than ${most} open files, with which the keychain cannot be asked over D-Bus: ask it before ` +
    'they are opened, from another process, or use a file store.'
  return new KeyringError('unavailable', message)
}
