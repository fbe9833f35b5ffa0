import type { KeyringBinding, KeyringEntry } from '../src/binding.ts'

export interface FakeKeyring {
  /** Loads the binding, as an import would. */
  readonly load: () => Promise<KeyringBinding>
  /** What is kept, as text by `<service>/<user>`. */
  readonly items: Map<string, string>
  /** What was asked, such as `set a`. */
  readonly asked: string[]
  /** The options that entries were made with. */
  readonly entryOptions: unknown[]
  /** Answers the calls in place of the keyring, where it gives something. */
  answer: (call: string, signal: AbortSignal | undefined) => Promise<never> | undefined
}

/** A keyring in memory, of the shape of the native one; `limit` is the longest secret in bytes. */
export function fakeKeyring(limit: number = Number.POSITIVE_INFINITY): FakeKeyring {
  const items = new Map<string, string>()
  const fake: FakeKeyring = {
    items,
    asked: [],
    entryOptions: [],
    answer: () => undefined,
    load: async () => ({ AsyncEntry: Entry }),
  }

  function ask<T>(call: string, signal: AbortSignal | undefined, act: () => T): Promise<T> {
    fake.asked.push(call)
    return fake.answer(call, signal) ?? Promise.resolve().then(act)
  }

  class Entry implements KeyringEntry {
    readonly #item: string
    readonly #user: string

    constructor(service: string, user: string, options?: unknown) {
      this.#item = `${service}/${user}`
      this.#user = user
      fake.entryOptions.push(options)
    }

    getSecret(signal?: AbortSignal) {
      return ask(`get ${this.#user}`, signal, () => {
        const text = items.get(this.#item)
        return text === undefined ? null : [...new TextEncoder().encode(text)]
      })
    }

    setSecret(secret: Uint8Array, signal?: AbortSignal) {
      return ask(`set ${this.#user}`, signal, () => {
        if (secret.length > limit) {
          throw new Error(`Attribute 'secret' is longer than the platform limit of ${limit} chars`)
        }
        items.set(this.#item, new TextDecoder().decode(secret))
      })
    }

    deleteCredential(signal?: AbortSignal) {
      return ask(`delete ${this.#user}`, signal, () => items.delete(this.#item))
    }
  }

  return fake
}
