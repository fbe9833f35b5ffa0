import type { ServerSettings } from '@fast-agent-auth/config'
import type { StoreKind } from './select-store.ts'
import { type SignInFlags, storeKindOf } from './sign-in-options.ts'

/** Which store, among those of its kind. */
export interface StoreName {
  readonly kind: StoreKind
  readonly redisUrl?: string | undefined
}

/** Where a Redis is, without user, password and query. */
export function redisPlace(redisUrl = ''): string {
  return URL.canParse(redisUrl) ? `Redis at ${new URL(redisUrl).host}` : 'Redis'
}

/** Where sign-ins go that are kept elsewhere than on this machine: who wrote the configuration chose that. */
export function placeElsewhere(settings: ServerSettings, flags: Pick<SignInFlags, 'store'>): string | undefined {
  const { kind, redisUrl } = storeNameOf(settings, flags)
  return kind === 'redis' ? redisPlace(redisUrl) : undefined
}

/** The store of a server's sign-ins. */
export function storeNameOf(settings: ServerSettings, flags: Pick<SignInFlags, 'store'>): StoreName {
  const kind = storeKindOf(settings, flags)
  return { kind, redisUrl: kind === 'redis' ? settings.auth?.redisUrl : undefined }
}
