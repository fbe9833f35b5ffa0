import type { KeyringBinding, KeyringEntry } from './binding.ts'
import { toKeyringError } from './to-keyring-error.ts'
import { withKeychainLimit } from './with-keychain-limit.ts'

/** Texts in the items of one service. Each call ends within the time limit. */
export interface Keychain {
  /** The text of an item, or `undefined` if there is none. */
  read(user: string): Promise<string | undefined>
  write(user: string, text: string): Promise<void>
  remove(user: string): Promise<void>
  /** All items, or `undefined` if the binding cannot list them. Texts may be garbled, but not users. */
  list(): Promise<readonly KeychainItem[] | undefined>
  /** Resolves when all changes that timed out have ended, at most a minute later. `undefined` if none is pending. */
  settled(): Promise<void> | undefined
}

export interface KeychainItem {
  readonly user: string
  readonly text: string
}

export interface KeychainOptions {
  readonly service: string
  /** Rejects if the binding would wait without end. */
  readonly reach: (limit: number) => Promise<void>
  /** The time limit of each call, in milliseconds. */
  readonly limit: number
}

type Ask<T> = (entry: KeyringEntry, signal: AbortSignal) => Promise<T>

const mostEntries = 64
/** The maximum time, in milliseconds, for which a change that timed out blocks others. */
const settleLimit = 60_000

export function createKeychain(binding: KeyringBinding, options: KeychainOptions): Keychain {
  const call = createCall(binding, options)
  const givenUp = new Set<Promise<void>>()
  const watched = <T>(change: Promise<T>, signal: AbortSignal): Promise<T> => {
    const watch = (): void => {
      const ended = endOf(change)
      givenUp.add(ended)
      ended.then(() => givenUp.delete(ended))
    }
    signal.addEventListener('abort', watch, { once: true })
    return change
  }
  return {
    read: async (user) => {
      const secret = await call(user, (entry, signal) => entry.getSecret(signal))
      // U+FEFF at the start of a chunk is text, not a byte order mark.
      return secret ? new TextDecoder('utf-8', { ignoreBOM: true }).decode(Uint8Array.from(secret)) : undefined
    },
    // Written as bytes, since Windows has room for only half as many characters of a password.
    write: (user, text) =>
      call(user, (entry, signal) => watched(entry.setSecret(new TextEncoder().encode(text), signal), signal)),
    remove: async (user) => {
      await call(user, (entry, signal) => watched(entry.deleteCredential(signal), signal))
    },
    list: () => list(binding, options),
    settled: () => (givenUp.size === 0 ? undefined : Promise.all(givenUp).then(() => undefined)),
  }
}

/** Resolves when a change has ended, with success or not, or after the limit. */
function endOf(change: Promise<unknown>): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, settleLimit)
    // The timer must not keep the program alive: a program that ends frees its locks anyway.
    timer.unref()
    const end = (): void => {
      clearTimeout(timer)
      resolve()
    }
    change.then(end, end)
  })
}

function createCall(binding: KeyringBinding, { service, reach, limit }: KeychainOptions) {
  // Cached, since an entry opens a connection to the session bus, which takes 8 ms and is closed by the garbage collector.
  const entries = new Map<string, KeyringEntry>()

  async function connect(user: string): Promise<KeyringEntry> {
    await reach(limit)
    // By default the binding may silently use the kernel's keyring, which loses everything at a restart.
    const entry = new binding.AsyncEntry(service, user, { linux: { store: 'secret-service' } })
    const [oldest] = entries.keys()
    if (entries.size >= mostEntries && oldest !== undefined) entries.delete(oldest)
    entries.set(user, entry)
    return entry
  }

  async function attempt<T>(user: string, kept: KeyringEntry | undefined, ask: Ask<T>): Promise<T> {
    try {
      const entry = kept ?? (await connect(user))
      return await withKeychainLimit(limit, (signal) => ask(entry, signal))
    } catch (error) {
      // The connection of this entry may be lost for good, while a new one works.
      entries.delete(user)
      throw toKeyringError(error)
    }
  }

  return async <T>(user: string, ask: Ask<T>): Promise<T> => {
    const kept = entries.get(user)
    try {
      return await attempt(user, kept, ask)
    } catch (error) {
      // A restarted keychain does not know the old connection. Try once more, so that the result of a change is not lost.
      if (kept && toKeyringError(error).code === 'unavailable') return attempt(user, undefined, ask)
      throw error
    }
  }
}

async function list(
  { findCredentialsAsync: find }: KeyringBinding,
  { service, reach, limit }: KeychainOptions,
): Promise<readonly KeychainItem[] | undefined> {
  if (typeof find !== 'function') return undefined
  try {
    await reach(limit)
    const found = await withKeychainLimit(limit, (signal) => find(service, null, signal))
    return found.map(({ account, password }) => ({ user: account, text: password }))
  } catch (error) {
    const reason = toKeyringError(error)
    // On Windows the binding gives up at the first secret that is not UTF-16.
    if (reason.code === 'failed') return undefined
    throw reason
  }
}
