import { withTimeLimit } from '@fast-agent-auth/token-store/internal'
import { KeyringError } from './keyring-error.ts'

/** @throws KeyringError `too_slow` after the limit, in milliseconds. The signal then aborts, but `ask` may not be able to stop. */
export function withKeychainLimit<T>(limit: number, ask: (signal: AbortSignal) => Promise<T>): Promise<T> {
  return withTimeLimit(limit, ask, timedOut)
}

function timedOut(limit: number): KeyringError {
  const message =
    `The keychain did not answer within ${limit / 1000} s. It may be asking for its password in a window: ` +
    'unlock it and try again, or use a file store.'
  return new KeyringError('too_slow', message)
}
