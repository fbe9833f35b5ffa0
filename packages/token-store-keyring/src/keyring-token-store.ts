import type { TokenStore } from '@fast-agent-auth/token-store'
import { type MachineLock, machineLock } from '@fast-agent-auth/token-store/machine-lock'
import { loadBinding } from './binding.ts'
import { parseItem, serializeItem, userOf } from './item.ts'
import { createKeyIndex } from './key-index.ts'
import { createKeychain, type Keychain } from './keychain.ts'
import { KeyringError } from './keyring-error.ts'
import { probe } from './probe.ts'
import { reachBus } from './reach-bus.ts'
import { within } from './within.ts'

export interface KeyringTokenStoreOptions {
  /** The name that a keychain's own program shows; `fast-agent-auth` by default. */
  readonly service?: string | undefined
  /** What gives turns to the processes of this machine. */
  readonly lock?: MachineLock | undefined
  /** Loads something of the shape of `@napi-rs/keyring`. */
  readonly binding?: (() => Promise<unknown>) | undefined
}

const probeLimit = 3_000
const callLimit = 10_000

/**
 * Keeps records in the keychain of the operating system, for all processes of this user on this machine.
 *
 * Resolves only where the keychain has been seen to work. If it fails later, that is an error, never another store.
 */
export async function openKeyringTokenStore(options: KeyringTokenStoreOptions = {}): Promise<TokenStore> {
  const { service = 'fast-agent-auth', lock = machineLock(), binding } = options
  const native = await loadBinding(binding)
  const onBus = binding === undefined && process.platform === 'linux'
  const reach = async (limit: number) => (onBus ? reachBus(limit, process.env) : undefined)
  await within(probeLimit, () => probe(createKeychain(native, { service, reach, limit: probeLimit })))
  return createStore(createKeychain(native, { service, reach, limit: callLimit }), service, lock)
}

function createStore(keychain: Keychain, service: string, lock: MachineLock): TokenStore {
  const index = createKeyIndex(keychain, { lock, lockName: JSON.stringify(['keyring-index', service]) })

  async function get(key: string): Promise<string | undefined> {
    const text = await keychain.read(userOf(key))
    return text === undefined ? undefined : parseItem(key, text)
  }

  async function remove(key: string): Promise<void> {
    await keychain.remove(userOf(key))
    await index.settle(key, false)
  }

  async function write(key: string, record: string): Promise<void> {
    // Listed first: after a crash in between, a key without a record does no harm, a record without a key might.
    await index.settle(key, true)
    await keychain.write(userOf(key), serializeItem(key, record))
  }

  async function create(key: string, record: string): Promise<void> {
    try {
      await write(key, record)
    } catch (error) {
      if (error instanceof KeyringError && error.code === 'too_long') await index.settle(key, false)
      throw error
    }
  }

  return {
    get,
    keys: index.list,
    update: (key, change, options) =>
      lock.hold(
        JSON.stringify(['keyring', service, key]),
        async () => {
          const present = await get(key)
          const record = await change(present)
          // Also where there was none: a crash may have left the key on the list.
          if (record === undefined) await remove(key)
          else if (present === undefined) await create(key, record)
          else if (record !== present) await write(key, record)
          return record
        },
        options,
      ),
  }
}
