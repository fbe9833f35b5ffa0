import type { MachineLock } from '@fast-agent-auth/token-store/machine-lock'
import type { KeyringBinding, KeyringEntry } from '../src/binding.ts'

export interface FakeKeyring {
  /** Loads the binding, as an import would. */
  readonly load: () => Promise<KeyringBinding>
  /** The stored texts by `<service>/<user>`. */
  readonly items: Map<string, string>
  /** The same, of what shows that the keychain works. */
  readonly probes: Map<string, string>
  /** The calls so far, such as `set a`. */
  readonly asked: string[]
  /** The options that entries were made with. */
  readonly entryOptions: unknown[]
  /** Is waited for before a call is answered, where it gives something. */
  answer: (call: string, signal: AbortSignal | undefined) => Promise<void> | undefined
  /** The form of a text in the list of items; without this function items cannot be listed. */
  listed: ((text: string) => string) | undefined
}

/** The maximum size of a secret on Windows, in bytes. */
export const windowsLimit = 2_560

/** A lock for one caller at a time. */
export const noLock: MachineLock = { hold: (_, run) => run() }

/** A keyring in memory, of the shape of the native one; `limit` is the longest secret in bytes. */
export function fakeKeyring(limit: number = Number.POSITIVE_INFINITY): FakeKeyring {
  const items = new Map<string, string>()
  const probes = new Map<string, string>()
  const fake: FakeKeyring = {
    items,
    probes,
    asked: [],
    entryOptions: [],
    answer: () => undefined,
    listed: (text) => text,
    load: async () => ({ AsyncEntry: Entry, ...(fake.listed && { findCredentialsAsync }) }),
  }

  function ask<T>(call: string, signal: AbortSignal | undefined, act: () => T): Promise<T> {
    fake.asked.push(call)
    return (fake.answer(call, signal) ?? Promise.resolve()).then(act)
  }

  const findCredentialsAsync = (service: string, _: null, signal?: AbortSignal) =>
    ask('find', signal, () =>
      [...probes, ...items]
        .filter(([item]) => item.startsWith(`${service}/`))
        .map(([item, text]) => ({
          account: item.slice(service.length + 1),
          password: fake.listed?.(text) ?? '',
        })),
    )

  class Entry implements KeyringEntry {
    readonly #item: string
    readonly #user: string
    readonly #items: Map<string, string>

    constructor(service: string, user: string, options?: unknown) {
      this.#item = `${service}/${user}`
      this.#user = user
      this.#items = user.startsWith('probe:') ? probes : items
      fake.entryOptions.push(options)
    }

    getSecret(signal?: AbortSignal) {
      return ask(`get ${this.#user}`, signal, () => {
        const text = this.#items.get(this.#item)
        return text === undefined ? null : [...new TextEncoder().encode(text)]
      })
    }

    setSecret(secret: Uint8Array, signal?: AbortSignal) {
      return ask(`set ${this.#user}`, signal, () => {
        if (secret.length > limit) {
          throw new Error(`Attribute 'secret' is longer than the platform limit of ${limit} chars`)
        }
        this.#items.set(this.#item, new TextDecoder('utf-8', { ignoreBOM: true, fatal: true }).decode(secret))
      })
    }

    deleteCredential(signal?: AbortSignal) {
      return ask(`delete ${this.#user}`, signal, () => this.#items.delete(this.#item))
    }
  }

  return fake
}
