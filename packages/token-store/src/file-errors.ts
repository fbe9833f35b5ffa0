import { TokenStoreError } from './token-store-error.ts'

/** The error code of the operating system, such as `ENOENT`. */
export function errorCode(error: unknown): string | undefined {
  // Not by `instanceof`: an error of another realm, or under jest, has another class.
  const hasCode = typeof error === 'object' && error !== null && 'code' in error
  return hasCode && typeof error.code === 'string' ? error.code : undefined
}

export function readFailed(path: string, cause: unknown): TokenStoreError {
  const remedy = remedyOf(cause) ?? 'make it readable for this user, or choose another folder'
  return new TokenStoreError('read_failed', `Cannot read ${path} (${reasonOf(cause)}): ${remedy}.`, { cause })
}

export function writeFailed(path: string, cause: unknown): TokenStoreError {
  const remedy = remedyOf(cause) ?? 'make the folder writable for this user, or choose another one'
  const message = `Cannot write ${path} (${reasonOf(cause)}), so the change was not made: ${remedy}.`
  return new TokenStoreError('write_failed', message, { cause })
}

function reasonOf(cause: unknown): string {
  return errorCode(cause) ?? (wordsOf(cause) || 'unknown reason')
}

/** The message of Deno about a missing permission, which names the option to add. */
export function denial(cause: unknown): string | undefined {
  return cause instanceof Error && cause.name === 'NotCapable' ? cause.message.replace(/\.$/, '') : undefined
}

/** The message of an error without a system code, as from runtimes that replace `node:fs`. */
function wordsOf(cause: unknown): string {
  return errorCode(cause) === undefined && cause instanceof Error ? cause.message.replace(/\.$/, '') : ''
}

function remedyOf(cause: unknown): string | undefined {
  if (errorCode(cause) === 'ENOSPC' || errorCode(cause) === 'EDQUOT') return 'free disk space and try again'
  if (denial(cause) !== undefined) return 'run this program with the option that Deno names, or use another store'
  if (wordsOf(cause))
    return 'something replaces node:fs here, so run this program without that replacement, or use another store'
  return undefined
}
