import { closeSync, openSync } from 'node:fs'
import { KeyringError } from './keyring-error.ts'

// Fewer than 1,024, since one connection takes several files, and other code opens files at the same time.
const maxOpenFiles = 960

/**
 * Refuses a new connection to the session bus if it would hang for ever or crash the process. The native part waits with
 * `select()`, which overflows with file numbers above 1,023.
 *
 * @throws KeyringError `unavailable`
 */
export function assertFewOpenFiles(): void {
  if (nextFileNumber() <= maxOpenFiles) return
  const message =
    `This process has more than ${maxOpenFiles} open files, so the keychain cannot be used over D-Bus: use the keychain before ` +
    'the files are opened, or from another process, or use a file store.'
  throw new KeyringError('unavailable', message)
}

/** The number that the next opened file gets, which is the lowest free one. */
function nextFileNumber(): number {
  const file = openSync('/dev/null', 'r')
  closeSync(file)
  return file
}
