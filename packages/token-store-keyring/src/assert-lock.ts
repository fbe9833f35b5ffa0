import type { MachineLock } from '@fast-agent-auth/token-store/machine-lock'
import { KeyringError } from './keyring-error.ts'

/** In milliseconds. */
const waitLimit = 3_000

/**
 * Rejects where the lock between processes cannot be had, before there is something to keep.
 *
 * @throws KeyringError `unavailable`; what else is wrong with the lock's folder is passed on
 */
export async function assertLock(lock: MachineLock): Promise<void> {
  const signal = AbortSignal.timeout(waitLimit)
  try {
    await lock.hold('keychain probe', async () => {}, { signal })
  } catch (error) {
    if (isUnavailable(error)) {
      throw new KeyringError('unavailable', `The keychain has no lock. ${error.message}`, { cause: error })
    }
    // Somebody holds it, so that there is one.
    if (error === signal.reason) return
    throw error
  }
}

function isUnavailable(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && error.code === 'unavailable'
}
