import type { ServerSettings } from '@fast-agent-auth/config'
import type { StoreKind } from './select-store.ts'
import { type SignInFlags, storeKindOf } from './sign-in-options.ts'

/** Which store, among those of its kind. */
export interface StoreName {
  readonly kind: StoreKind
  readonly redisUrl?: string | undefined
}

/** The store of a server's sign-ins. */
export function storeNameOf(settings: ServerSettings, flags: Pick<SignInFlags, 'store'>): StoreName {
  const kind = storeKindOf(settings, flags)
  return { kind, redisUrl: kind === 'redis' ? settings.auth?.redisUrl : undefined }
}
