import { randomBytes } from 'node:crypto'
import type { Keychain } from './keychain.ts'
import { KeyringError } from './keyring-error.ts'
import { type KeyringTokenStoreOptions, openKeychain } from './open-keychain.ts'
import { notGivenBack } from './probe.ts'
import { envelopeKeyUser } from './record-item.ts'

/**
 * Creates a function that returns a key for files: 32 random bytes in the keychain. The first call on this machine makes
 * the key, for all processes.
 *
 * @throws KeyringError, from the returned function: as `openKeyringTokenStore`, and `invalid_key` if the stored key is damaged.
 *   A damaged key is never replaced, since nothing else decrypts the files.
 */
export function keychainKey(options: KeyringTokenStoreOptions = {}): () => Promise<Uint8Array> {
  let key: Promise<Uint8Array> | undefined
  return async () => {
    key ??= readOrMake(options).catch((error: unknown) => {
      key = undefined
      throw error
    })
    return (await key).slice()
  }
}

async function readOrMake(options: KeyringTokenStoreOptions): Promise<Uint8Array> {
  const { keychain, service, lock } = await openKeychain(options)
  const read = async () => parseKey(await keychain.read(envelopeKeyUser), service)
  const make = async () => (await read()) ?? makeKey(keychain)
  return (await read()) ?? lock.hold(JSON.stringify(['keyring-key', service]), make)
}

async function makeKey(keychain: Keychain): Promise<Uint8Array> {
  const key = new Uint8Array(randomBytes(32))
  const text = Buffer.from(key).toString('base64')
  await keychain.write(envelopeKeyUser, text)
  // Files encrypted with a key that the keychain did not store would be lost.
  if ((await keychain.read(envelopeKeyUser)) !== text) throw notGivenBack()
  return key
}

function parseKey(text: string | undefined, service: string): Uint8Array | undefined {
  if (text === undefined) return undefined
  if (/^[A-Za-z0-9+/]{43}=$/.test(text)) return new Uint8Array(Buffer.from(text, 'base64'))
  const message =
    `The item ${envelopeKeyUser} of ${service} in the keychain no longer holds a key of 32 bytes, so files that were ` +
    'encrypted with the key cannot be read: restore the item from a backup, or remove the item and those files and sign in again.'
  throw new KeyringError('invalid_key', message)
}
