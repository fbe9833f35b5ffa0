import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { missingSecretService } from '../../packages/token-store-keyring/test/missing-secret-service.ts'
import { startSecretService } from '../../packages/token-store-keyring/test/secret-service.ts'
import { missingRedis, startRedis } from '../../packages/token-store-redis/test/redis-server.ts'
import type { StoreAddress, StoreName } from './open-shared-store.ts'

/** A store for processes to share, and nobody else on this machine. */
export interface SharedStore {
  readonly address: StoreAddress
  /** Variables that the processes need in their environment. */
  readonly env: Readonly<Record<string, string>>
  /** Ends what was started for it, and removes what it keeps. */
  stop(): Promise<void>
}

/** The parts to install for a store, or `undefined` where nothing is missing. */
export function missingParts(name: StoreName): string | undefined {
  if (name === 'file') return undefined
  return name === 'keychain' ? missingSecretService() : missingRedis()
}

/** @throws Error that says what to install where parts are missing */
export async function startSharedStore(name: StoreName): Promise<SharedStore> {
  if (name === 'keychain') {
    const { env, stop } = await startSecretService()
    return { address: { name, place: '' }, env, stop }
  }
  if (name === 'redis') {
    const { url, remove } = await startRedis()
    return { address: { name, place: url }, env: {}, stop: remove }
  }
  const folder = await mkdtemp(join(tmpdir(), 'shared-store-'))
  const stop = (): Promise<void> => rm(folder, { recursive: true, force: true })
  return { address: { name, place: join(folder, 'tokens') }, env: {}, stop }
}
