import type { MachineLock } from '@fast-agent-auth/token-store/machine-lock'
import { KeyringError } from './keyring-error.ts'

/** Milliseconds to wait for the lock. */
const waitLimit = 3_000

/**
 * Rejects if the lock between processes does not work, before there is a record to store.
 *
 * @throws KeyringError `unavailable` without a lock; other errors of the lock's folder are passed on
 */
export async function assertLock(lock: MachineLock): Promise<void> {
  const signal = AbortSignal.timeout(waitLimit)
  try {
    await lock.hold('keychain probe', async () => {}, { signal })
  } catch (error) {
    if (isUnavailable(error)) {
      throw new KeyringError('unavailable', `The keychain has no lock. ${error.message}`, { cause: error })
    }
    // Another process holds the lock, so it works.
    if (error === signal.reason) return
    throw error
  }
}

function isUnavailable(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && error.code === 'unavailable'
}
