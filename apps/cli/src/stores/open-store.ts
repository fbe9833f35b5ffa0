import type { ServerSettings } from '@fast-agent-auth/config'
import { readStatus, type Status } from '@fast-agent-auth/flow'
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
  /** Whether the store is used only because it holds a usable sign-in, and nobody has named it. */
  readonly found?: boolean | undefined
  /** The errors of other stores that could not be read, if no usable sign-in was found. */
  readonly unreadErrors?: readonly string[] | undefined
}

/** The server and account whose store is opened. */
export interface StoreSubject {
  readonly settings: ServerSettings
  /** The key of the server and the account. */
  readonly key: string
}

/**
 * Opens the store of a sign-in. If nobody has named a store, the stores of this machine are read, and the one with the
 * sign-in is used.
 *
 * @throws the error of the store, if it cannot be used
 */
export async function openStore(
  { settings, key }: StoreSubject,
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
  return { ...store, unreadErrors: failures.map((error) => describeError(error).message) }
}

/**
 * The same as `openStore`, but without a keychain, memory is used until the program ends, and an event reports that.
 */
export async function openStoreOrMemory(
  subject: StoreSubject,
  flags: StoreFlags,
  { onFallback, ...access }: StoreAccess & { readonly onFallback: (event: StoreFallback) => void },
): Promise<OpenedStore> {
  try {
    return await openStore(subject, flags, access)
  } catch (error) {
    if (!(error instanceof Error && error.name === 'KeyringError')) throw error
    onFallback({ type: 'store_fallback', reason: error.message, error })
    return open({ kind: 'memory' }, access)
  }
}

/** The stores that other commands may use and that also have a sign-in of this key. */
export async function findElsewhere(
  { settings, key }: StoreSubject,
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

/**
 * The stores without options. If an option overrides the variable, the variable may be wrong, so its error is ignored.
 */
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

/** The state of a sign-in in a store, which is not created if it does not exist. */
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
