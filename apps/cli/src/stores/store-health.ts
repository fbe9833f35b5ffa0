import { authMode, type Config, type ServerSettings } from '@fast-agent-auth/config'
import type { Status } from '@fast-agent-auth/flow'
import type { TokenStore } from '@fast-agent-auth/token-store'
import { describeError } from '../errors/describe-error.ts'
import { readStatuses } from './read-statuses.ts'
import type { StoreAccess } from './select-store.ts'
import { type StoreKind, type StoreName, storeNameOf } from './store-name.ts'

/** A store and what is in it. One that cannot be used is an answer too. */
export interface StoreHealth extends StoreName {
  /** Where it is, in words. */
  readonly place: string
  /** Not there where it cannot be used. */
  readonly store?: TokenStore | undefined
  readonly statuses: readonly Status[]
  /** Why it cannot be used. */
  readonly reason?: string | undefined
}

interface StoreInUse extends StoreName {
  /** Looked at for what it may hold: nobody has named it, and where it cannot be used nobody misses it. */
  readonly optional?: boolean | undefined
}

/** Every store that the configuration uses, and the one that is used without it: or the one that is asked for. */
export function storesInUse(config: Config, flag: StoreKind | undefined): readonly StoreInUse[] {
  if (flag !== undefined) return [{ kind: flag }]
  const configured = config.servers.flatMap(({ settings }) =>
    settings && usesOAuth(settings) ? [storeNameOf(settings, {})] : [],
  )
  const named = [...new Map(configured.map((each) => [JSON.stringify([each.kind, each.redisUrl]), each])).values()]
  const lasting = named.filter(({ kind }) => kind !== 'memory')
  if (lasting.some(({ kind }) => kind === 'keyring')) return lasting
  return [{ kind: 'keyring', optional: lasting.length > 0 }, ...lasting]
}

function usesOAuth(settings: ServerSettings): boolean {
  return ['auto', 'forced'].includes(authMode(settings))
}

/** Opens stores and reads the sign-ins in them: all, or those at one server. */
export async function examineStores(
  names: readonly StoreInUse[],
  serverUrl: string | undefined,
  access: StoreAccess,
): Promise<readonly StoreHealth[]> {
  const examined = await Promise.all(
    names.map(async ({ optional, ...name }) => ({ optional, health: await examineStore(name, serverUrl, access) })),
  )
  return examined.filter(({ optional, health }) => !optional || health.store).map(({ health }) => health)
}

async function examineStore(
  { kind, ...options }: StoreName,
  serverUrl: string | undefined,
  { selectStore, now }: StoreAccess,
): Promise<StoreHealth> {
  const { place, open } = await selectStore(kind, options)
  try {
    const store = await open()
    return { kind, ...options, place, store, statuses: await readStatuses(store, serverUrl, now()) }
  } catch (error) {
    return { kind, ...options, place, statuses: [], reason: describeError(error).message }
  }
}
