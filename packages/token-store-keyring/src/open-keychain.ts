import { type MachineLock, userLock } from '@fast-agent-auth/token-store/machine-lock'
import { assertFewOpenFiles } from './assert-few-open-files.ts'
import { assertSessionBus } from './assert-session-bus.ts'
import { loadBinding } from './binding.ts'
import { createKeychain, type Keychain } from './keychain.ts'
import { lockUntilSettled } from './lock-until-settled.ts'
import { probe } from './probe.ts'
import { withKeychainLimit } from './with-keychain-limit.ts'

export interface KeyringTokenStoreOptions {
  /** The name that the program of the keychain shows for our items. Default: `fast-agent-auth`. */
  readonly service?: string | undefined
  /** The lock between the processes of this machine. Default: `userLock()`, the same for all programs of the user. */
  readonly lock?: MachineLock | undefined
  /** Loads a replacement for `@napi-rs/keyring`, of the same shape. */
  readonly binding?: (() => Promise<unknown>) | undefined
}

export interface OpenedKeychain {
  readonly keychain: Keychain
  readonly service: string
  readonly lock: MachineLock
}

const probeLimit = 3_000
const callLimit = 10_000

/** Resolves only after the keychain has stored and returned a test item. */
export async function openKeychain(options: KeyringTokenStoreOptions): Promise<OpenedKeychain> {
  const { service = 'fast-agent-auth', lock = userLock(), binding } = options
  const native = await loadBinding(binding)
  const onBus = binding === undefined && process.platform === 'linux'
  const reach = async (limit: number) => {
    if (!onBus) return
    assertFewOpenFiles()
    await assertSessionBus(limit, process.env)
  }
  await withKeychainLimit(probeLimit, () => probe(createKeychain(native, { service, reach, limit: probeLimit })))
  const keychain = createKeychain(native, { service, reach, limit: callLimit })
  return { keychain, service, lock: lockUntilSettled(lock, keychain.settled) }
}
