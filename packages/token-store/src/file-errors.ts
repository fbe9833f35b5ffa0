import { TokenStoreError } from './token-store-error.ts'

/** The operating system's word for what went wrong, such as `ENOENT`. */
export function errorCode(error: unknown): string | undefined {
  // Not by its class, which is another one in each realm: jest has one of its own.
  const hasCode = typeof error === 'object' && error !== null && 'code' in error
  return hasCode && typeof error.code === 'string' ? error.code : undefined
}

export function readFailed(path: string, cause: unknown): TokenStoreError {
  const message = `Cannot read ${path} (${errorCode(cause) ?? 'unknown reason'}): make it readable for this user, or choose another folder.`
  return new TokenStoreError('read_failed', message, { cause })
}

export function writeFailed(path: string, cause: unknown): TokenStoreError {
  const message = `Cannot write ${path} (${errorCode(cause) ?? 'unknown reason'}), the change was not made: ${remedy(cause)}.`
  return new TokenStoreError('write_failed', message, { cause })
}

function remedy(cause: unknown): string {
  if (errorCode(cause) === 'ENOSPC' || errorCode(cause) === 'EDQUOT') return 'free disk space and try again'
  return 'make the folder writable for this user, or choose another one'
}
