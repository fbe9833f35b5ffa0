import { laterVersionMessage } from './later-version.ts'
import { type SealKey, sealKey } from './sealed-text.ts'
import { TokenStoreError } from './token-store-error.ts'

/**
 * Returns the 32 random bytes that records are encrypted with, or `undefined` if it has none. It is called until it
 * returns a key, and not again.
 */
export type RecordKey = () => Uint8Array | undefined | Promise<Uint8Array | undefined>

/** A key, and the source that messages name for it. */
export interface NamedKey extends SealKey {
  readonly source: string
}

const variable = 'FAST_AGENT_AUTH_KEY'
const remedy = 'Give the key that it was written with, or remove it and sign in again.'
const howToMake = 'Make one with "openssl rand -base64 32".'

/** Finds the key that the function gives, else the environment. */
export function createKeySource(
  key: RecordKey | undefined,
  environment: NodeJS.ProcessEnv,
): () => Promise<NamedKey | undefined> | NamedKey | undefined {
  let asked: Promise<NamedKey | undefined> | undefined

  function fromEnvironment(): NamedKey | undefined {
    const text = environment[variable]
    return text ? namedKey(parseKey(text), variable) : undefined
  }

  async function ask(give: RecordKey): Promise<NamedKey | undefined> {
    try {
      // Called from `then`, so that an error it throws synchronously is handled here too.
      const bytes = await Promise.resolve().then(give)
      if (bytes) return namedKey(bytes, 'the program that opened it')
    } catch (error) {
      asked = undefined
      throw error
    }
    // The next call asks again: a keychain may become available later.
    asked = undefined
    return fromEnvironment()
  }

  if (!key) return fromEnvironment
  return () => {
    asked ??= ask(key)
    return asked
  }
}

/** @throws TokenStoreError `invalid_key` */
export function namedKey(bytes: Uint8Array | undefined, source: string): NamedKey {
  // `instanceof` says nothing, since each realm has classes of its own.
  if (ArrayBuffer.isView(bytes) && bytes.byteLength === 32) return { ...sealKey(bytes), source }
  throw new TokenStoreError('invalid_key', `The key from ${source} must have 32 bytes. ${howToMake}`)
}

/** The 32 bytes that a text encodes as base64, base64url or hexadecimal digits. */
export function parseKey(text: string): Uint8Array | undefined {
  const trimmed = text.trim()
  if (/^[0-9a-f]{64}$/i.test(trimmed)) return new Uint8Array(Buffer.from(trimmed, 'hex'))
  return /^[\w+/-]{43}=?$/.test(trimmed) ? new Uint8Array(Buffer.from(trimmed, 'base64')) : undefined
}

export function noKey(): TokenStoreError {
  return new TokenStoreError('invalid_key', `There is no key to encrypt records with: set ${variable}. ${howToMake}`)
}

/** @param what the file or folder whose key is missing, as the subject of the sentence */
export function keyGone(what: string): TokenStoreError {
  const message = `${what} is encrypted with a key that is missing: neither the program nor ${variable} gives it, and there is no key file. ${remedy}`
  return new TokenStoreError('wrong_key', message)
}

export function laterVersion(what: string): TokenStoreError {
  return new TokenStoreError('later_version', laterVersionMessage(what))
}

export function wrongKey(what: string, source: string): TokenStoreError {
  return new TokenStoreError(
    'wrong_key',
    `${what} is encrypted with another key than the one from ${source}. ${remedy}`,
  )
}
