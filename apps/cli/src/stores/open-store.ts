import type { ServerSettings } from '@fast-agent-auth/config'
import { readStatus, type Status } from '@fast-agent-auth/flow/status'
import type { TokenStore } from '@fast-agent-auth/token-store'
import type { StoreFallback } from 'fast-agent-auth'
import { describeError } from '../errors/describe-error.ts'
import { isUsable, preferredStore } from './preferred-store.ts'
import type { StoreAccess } from './select-store.ts'
import { idOf, type StoreFlags, type StoreKind, type StoreName, type StoreSources, storesOf } from './store-name.ts'

export interface OpenedStore {
  readonly kind: StoreKind
  readonly redisUrl?: string | undefined
  /** The location of the store, in words. */
  readonly location: string
  readonly store: TokenStore
  /** Whether nobody has named this store, and it is used because it holds a usable sign-in. */
  readonly found?: boolean | undefined
  /** The errors of other stores that could not be read, where no usable sign-in was found. */
  readonly unread?: readonly string[] | undefined
}

/** The server and account of a store. */
export interface StoreOwner {
  readonly settings: ServerSettings
  /** The key of the server and the account. */
  readonly key: string
}

/**
 * The store of a sign-in. Where nobody has named one, those of this machine are read, and one that has the sign-in is used.
 *
 * @throws the error of the store where it cannot be used
 */
export async function openStore(
  { settings, key }: StoreOwner,
  flags: StoreFlags,
  access: StoreAccess,
): Promise<OpenedStore> {
  const names = storesOf({ flags, env: access.env, settings })
  const [first] = names
  if (!first.unnamed) return open(first, access)
  const failures: unknown[] = []
  const found: (OpenedStore & Pick<Status, 'state'>)[] = []
  for (const name of names) {
    const known = await lookFor(key, name, access).catch((error: unknown) => void failures.push(error))
    if (known) found.push(known)
    if (known && isUsable(known.state)) break
  }
  const chosen = preferredStore(found, first)
  if (!chosen) throw failures[0]
  const { state, ...store } = chosen
  if (isUsable(state)) return { ...store, found: store.kind !== first.kind }
  return { ...store, unread: failures.map((error) => describeError(error).message) }
}

/** The same as `openStore`; without a keychain, memory is used until the program ends, and an event tells of it. */
export async function openStoreOrMemory(
  owner: StoreOwner,
  flags: StoreFlags,
  { onFallback, ...access }: StoreAccess & { readonly onFallback: (event: StoreFallback) => void },
): Promise<OpenedStore> {
  try {
    return await openStore(owner, flags, access)
  } catch (error) {
    if (!(error instanceof Error && error.name === 'KeyringError')) throw error
    onFallback({ type: 'store_fallback', reason: error.message, error })
    return open({ kind: 'memory' }, access)
  }
}

/** The stores that other commands may use, where there is a sign-in of the same key too. */
export async function findElsewhere(
  { settings, key }: StoreOwner,
  opened: OpenedStore,
  access: StoreAccess,
): Promise<readonly OpenedStore[]> {
  const { env } = access
  const names = new Map(
    [{ env }, { env: {}, settings }, { env: {} }].flatMap(storesWithoutOptions).map((name) => [idOf(name), name]),
  )
  names.delete(idOf(opened))
  const looked = await Promise.all([...names.values()].map((name) => lookFor(key, name, access).catch(() => undefined)))
  return looked.flatMap((each) => (each && each.state !== 'missing' ? [each] : []))
}

/** The variable may name no store where an option overrides it, so its error does not count. */
function storesWithoutOptions(sources: Omit<StoreSources, 'flags'>): readonly StoreName[] {
  try {
    return storesOf({ ...sources, flags: {} })
  } catch {
    return []
  }
}

async function open({ kind, redisUrl, chosenBy }: StoreName, { selectStore }: StoreAccess): Promise<OpenedStore> {
  const { location, open } = await selectStore(kind, { redisUrl, chosenBy })
  return { kind, redisUrl, location, store: await open() }
}

/** The state of a sign-in in a store that nobody has named: nothing is made there. */
async function lookFor(
  key: string,
  { kind, redisUrl, chosenBy }: StoreName,
  { selectStore, now }: StoreAccess,
): Promise<(OpenedStore & Pick<Status, 'state'>) | undefined> {
  const { location, exists, open } = await selectStore(kind, { redisUrl, chosenBy })
  if (!exists()) return undefined
  const store = await open()
  const { state } = await readStatus(store, key, now())
  return { kind, redisUrl, location, store, state }
}
