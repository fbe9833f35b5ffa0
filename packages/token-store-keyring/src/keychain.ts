import type { KeyringBinding, KeyringEntry } from './binding.ts'
import { toKeyringError } from './to-keyring-error.ts'
import { within } from './within.ts'

/** Texts in the items of one service. Every call ends within the time limit. */
export interface Keychain {
  /** The text of an item, or `undefined` where there is none. */
  read(user: string): Promise<string | undefined>
  write(user: string, text: string): Promise<void>
  remove(user: string): Promise<void>
}

export interface KeychainOptions {
  readonly service: string
  /** Rejects where the binding would wait without end. */
  readonly reach: (limit: number) => Promise<void>
  /** In milliseconds. */
  readonly limit: number
}

const mostEntries = 64

export function createKeychain(binding: KeyringBinding, { service, reach, limit }: KeychainOptions): Keychain {
  // Kept since an entry opens a connection to the session bus: it takes 8 ms, and is closed by the garbage collector.
  const entries = new Map<string, KeyringEntry>()

  async function entryOf(user: string): Promise<KeyringEntry> {
    const kept = entries.get(user)
    if (kept) return kept
    await reach(limit)
    // Left to itself it may take the kernel's keyring, in silence, which forgets everything at the next start.
    const entry = new binding.AsyncEntry(service, user, { linux: { store: 'secret-service' } })
    const [oldest] = entries.keys()
    if (entries.size >= mostEntries && oldest !== undefined) entries.delete(oldest)
    entries.set(user, entry)
    return entry
  }

  async function call<T>(user: string, ask: (entry: KeyringEntry, signal: AbortSignal) => Promise<T>): Promise<T> {
    try {
      const entry = await entryOf(user)
      return await within(limit, (signal) => ask(entry, signal))
    } catch (error) {
      // Its connection may be lost for ever, where a new one works.
      entries.delete(user)
      throw toKeyringError(error)
    }
  }

  return {
    read: async (user) => {
      const secret = await call(user, (entry, signal) => entry.getSecret(signal))
      return secret ? new TextDecoder().decode(Uint8Array.from(secret)) : undefined
    },
    // As bytes: in a password, Windows has room for half as many characters.
    write: (user, text) => call(user, (entry, signal) => entry.setSecret(new TextEncoder().encode(text), signal)),
    remove: async (user) => {
      await call(user, (entry, signal) => entry.deleteCredential(signal))
    },
  }
}
