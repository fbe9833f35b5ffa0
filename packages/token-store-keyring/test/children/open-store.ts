import type { TokenStore } from '@fast-agent-auth/token-store'
import { machineLock } from '@fast-agent-auth/token-store/machine-lock'
import { type KeyringTokenStoreOptions, openKeyringTokenStore } from '../../src/index.ts'

/** @param place as JSON: the service in the keychain, and the folder of the locks */
export function optionsOf(place: string): KeyringTokenStoreOptions {
  const { service, folder }: { service: string; folder: string } = JSON.parse(place)
  return { service, lock: machineLock(folder) }
}

export function openTokenStore(place: string): Promise<TokenStore> {
  return openKeyringTokenStore(optionsOf(place))
}
