import type { ServerSettings } from '@fast-agent-auth/config'
import type { TokenStore } from '@fast-agent-auth/token-store'
import type { AuthEvent } from 'fast-agent-auth'
import type { StoreAccess } from './select-store.ts'
import { type StoreFlag, type StoreKind, storeNameOf } from './store-name.ts'

export interface OpenedStore {
  readonly kind: StoreKind
  /** Where that is, in words. */
  readonly place: string
  readonly store: TokenStore
}

/** The store of a server's sign-ins. @throws where it cannot be used */
export async function openStore(
  settings: ServerSettings,
  flags: StoreFlag,
  { selectStore }: Pick<StoreAccess, 'selectStore'>,
): Promise<OpenedStore> {
  const { kind, ...options } = storeNameOf(settings, flags)
  const { place, open } = await selectStore(kind, options)
  return { kind, place, store: await open() }
}

/** The same; where there is no keychain, a sign-in is kept until the program ends, and an event tells. */
export async function openStoreOrMemory(
  settings: ServerSettings,
  flags: StoreFlag,
  { selectStore, onEvent }: Pick<StoreAccess, 'selectStore'> & { readonly onEvent: (event: AuthEvent) => void },
): Promise<OpenedStore> {
  try {
    return await openStore(settings, flags, { selectStore })
  } catch (error) {
    if (!(error instanceof Error && error.name === 'KeyringError')) throw error
    onEvent({ type: 'store_fallback', reason: error.message, error })
    return openStore(settings, { store: 'memory' }, { selectStore })
  }
}
