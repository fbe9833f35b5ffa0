import { authMode, type Config, type ServerSettings } from '@fast-agent-auth/config'
import type { Status } from '@fast-agent-auth/flow'
import type { TokenStore } from '@fast-agent-auth/token-store'
import { describeError } from '../errors/describe-error.ts'
import { readStatuses } from './read-statuses.ts'
import type { StoreAccess } from './select-store.ts'
import { idOf, type StoreName, type StoreSources, storesOf } from './store-name.ts'

/** A store with its sign-ins, or with the error that says why it cannot be used. */
export interface StoreHealth extends StoreName {
  /** The location of the store, in words. */
  readonly location: string
  /** Absent if the store cannot be used. */
  readonly store?: TokenStore | undefined
  readonly statuses: readonly Status[]
  /** The error of a store that cannot be used, and its message. */
  readonly error?: unknown
  readonly reason?: string | undefined
}

/** Every store that a command may use: the store for a server that is not configured, and the stores of configured servers. */
export function storesInUse(config: Config, sources: Omit<StoreSources, 'settings'>): readonly StoreName[] {
  const configured = config.servers.flatMap(({ settings }) =>
    settings && usesOAuth(settings) ? storesOf({ ...sources, settings }) : [],
  )
  const names = new Map<string, StoreName>()
  for (const name of [...storesOf(sources), ...configured]) {
    const id = idOf(name)
    if (name.kind !== 'memory' && (!names.has(id) || names.get(id)?.unnamed)) names.set(id, name)
  }
  const known = [...names.values()]
  const complete = known.filter(({ kind, redisUrl }) => kind !== 'redis' || redisUrl !== undefined)
  return complete.length > 0 ? complete : known
}

function usesOAuth(settings: ServerSettings): boolean {
  return ['auto', 'forced'].includes(authMode(settings))
}

/** Opens stores and reads their sign-ins: all, or only those at one server. */
export async function examineStores(
  names: readonly StoreName[],
  serverUrl: string | undefined,
  access: StoreAccess,
): Promise<readonly StoreHealth[]> {
  const examined = await Promise.all(names.map((name) => examineStore(name, serverUrl, access)))
  return examined.flatMap((each) => each ?? [])
}

/**
 * The stores to show: every named store, every store with sign-ins, files that cannot be read, and the keychain. A failed
 * keychain that nobody named is shown only if a server needs it or no other store is left.
 *
 * @param isMissed whether a server has no store
 */
export function shownStores(stores: readonly StoreHealth[], isMissed: boolean): readonly StoreHealth[] {
  const shown = stores.filter(({ unnamed, kind, store, statuses }) => {
    if (!unnamed || statuses.length > 0) return true
    return kind === 'keyring' ? store !== undefined || isMissed : store === undefined
  })
  return shown.length > 0 ? shown : stores.slice(0, 1)
}

async function examineStore(
  { kind, redisUrl, chosenBy, unnamed }: StoreName,
  serverUrl: string | undefined,
  { selectStore, now }: StoreAccess,
): Promise<StoreHealth | undefined> {
  const { location, exists, open } = await selectStore(kind, { redisUrl, chosenBy })
  if (unnamed && !exists()) return undefined
  const name = { kind, redisUrl, chosenBy, unnamed, location }
  try {
    const store = await open()
    return { ...name, store, statuses: await readStatuses(store, serverUrl, now()) }
  } catch (error) {
    return { ...name, statuses: [], error, reason: describeError(error).message }
  }
}
