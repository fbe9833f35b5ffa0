import type { Host } from './host.ts'
import { TokenStoreError } from './token-store-error.ts'

/** @returns whether the file's lock was free, and is ours until the file is closed */
export type TryLock = (file: number) => boolean

/** Loads the native part on first use, so that a store without it costs nothing and always can be imported. */
export async function loadTryLock({ loadLock, platform }: Host): Promise<TryLock> {
  const binding = await loadLock().catch((error: unknown) => {
    throw unavailable(platform, error)
  })
  if (!isBinding(binding)) throw unavailable(platform)
  return binding.tryLock
}

function unavailable(platform: string, cause?: unknown): TokenStoreError {
  const message =
    `The native lock (fs-native-extensions) cannot be loaded on ${platform} ${process.arch}: ` +
    'reinstall the dependencies on this machine (beside a bundle, install fs-native-extensions), or use a store that ' +
    'needs no lock between processes.'
  return new TokenStoreError('unavailable', message, { cause })
}

function isBinding(binding: unknown): binding is { tryLock: TryLock } {
  return (
    typeof binding === 'object' && binding !== null && 'tryLock' in binding && typeof binding.tryLock === 'function'
  )
}
