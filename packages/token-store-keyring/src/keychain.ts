import type { KeyringBinding, KeyringEntry } from './binding.ts'
import { toKeyringError } from './to-keyring-error.ts'
import { withKeychainLimit } from './with-keychain-limit.ts'

/** Texts in the items of one service. Every call ends within the time limit. */
export interface Keychain {
  /** The text of an item, or `undefined` where there is none. */
  read(user: string): Promise<string | undefined>
  write(user: string, text: string): Promise<void>
  remove(user: string): Promise<void>
  /** All items, or `undefined` where the binding cannot list them. A text may be garbled, a user is not. */
  list(): Promise<readonly KeychainItem[] | undefined>
  /** Where changes were given up that are under way still: resolves when they have ended, or a minute after they were given up. */
  settled(): Promise<void> | undefined
}

export interface KeychainItem {
  readonly user: string
  readonly text: string
}

export interface KeychainOptions {
  readonly service: string
  /** Rejects where the binding would wait without end. */
  readonly reach: (limit: number) => Promise<void>
  /** In milliseconds. */
  readonly limit: number
}

type Ask<T> = (entry: KeyringEntry, signal: AbortSignal) => Promise<T>

const mostEntries = 64
/** A change that never ends holds nobody up for longer, in ms. */
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
      // What is at the beginning of a chunk is no byte order mark.
      return secret ? new TextDecoder('utf-8', { ignoreBOM: true }).decode(Uint8Array.from(secret)) : undefined
    },
    // As bytes: in a password, Windows has room for half as many characters.
    write: (user, text) =>
      call(user, (entry, signal) => watched(entry.setSecret(new TextEncoder().encode(text), signal), signal)),
    remove: async (user) => {
      await call(user, (entry, signal) => watched(entry.deleteCredential(signal), signal))
    },
    list: () => list(binding, options),
    settled: () => (givenUp.size === 0 ? undefined : Promise.all(givenUp).then(() => undefined)),
  }
}

/** Resolves when a change has ended in whatever way, or is not waited for any more. */
function endOf(change: Promise<unknown>): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, settleLimit)
    // A program that ends gives its turns back.
    timer.unref()
    const end = (): void => {
      clearTimeout(timer)
      resolve()
    }
    change.then(end, end)
  })
}

function createCall(binding: KeyringBinding, { service, reach, limit }: KeychainOptions) {
  // Kept, since an entry opens a connection to the session bus: it takes 8 ms, and is closed by the garbage collector.
  const entries = new Map<string, KeyringEntry>()

  async function connect(user: string): Promise<KeyringEntry> {
    await reach(limit)
    // Left to itself it may take the kernel's keyring, in silence, which forgets everything at the next start.
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
      // Its connection may be lost for ever, where a new one works.
      entries.delete(user)
      throw toKeyringError(error)
    }
  }

  return async <T>(user: string, ask: Ask<T>): Promise<T> => {
    const kept = entries.get(user)
    try {
      return await attempt(user, kept, ask)
    } catch (error) {
      // A keychain that was started again has forgotten the old connection: what a change has made must not be lost for it.
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
    // On Windows it gives up at the first secret that is no UTF-16.
    if (reason.code === 'failed') return undefined
    throw reason
  }
}
