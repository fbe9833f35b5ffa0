import { KeyringError } from './keyring-error.ts'

/** Gives up after the limit, in milliseconds. Who is asked is told by the signal, but may not be able to stop. */
export async function within<T>(limit: number, ask: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined
  const expired = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(timedOut(limit))
      controller.abort()
    }, limit)
  })
  try {
    return await Promise.race([ask(controller.signal), expired])
  } finally {
    clearTimeout(timer)
  }
}

function timedOut(limit: number): KeyringError {
  const message =
    `The keychain did not answer within ${limit / 1000} s. It may be asking for its password in a window: ` +
    'unlock it and try again, or use a file store.'
  return new KeyringError('timeout', message)
}
