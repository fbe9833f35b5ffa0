import type { Config } from '@fast-agent-auth/config'
import { publishUrls } from '@fast-agent-auth/flow/redaction'
import { isUrl } from '../servers/is-url.ts'
import { examineStores, type StoreHealth, storesInUse } from '../stores/store-health.ts'
import type { StoreFlags } from '../stores/store-name.ts'
import type { World } from '../world.ts'
import { type OtherSignIn, otherSignIns, type ServerRow, serverRow } from './server-rows.ts'

/** What there is to say of stores, servers and sign-ins. */
export interface StatusReport {
  readonly config: Config
  readonly target: string | undefined
  readonly stores: readonly StoreHealth[]
  readonly rows: readonly ServerRow[]
  readonly others: readonly OtherSignIn[]
}

/** Looks at everything, or at one server. */
export async function examineStatus(
  config: Config,
  target: string | undefined,
  flags: StoreFlags,
  world: World,
): Promise<StatusReport> {
  const sources = { flags, env: world.env }
  const isName = target !== undefined && !isUrl(target)
  const named = isName ? config.servers.filter(({ name }) => name === target) : undefined
  // One without a URL, or whose configuration cannot be used, has nothing in a store.
  const only = named?.some(({ settings }) => settings?.url === undefined) ? named : undefined
  if (only) return { config, target, stores: [], rows: only.map((each) => serverRow(each, [], sources)), others: [] }
  const serverUrl = target === undefined ? undefined : await urlOf(target, config)
  const stores = await examineStores(storesInUse(config, sources), serverUrl, world)
  const issuers = stores.flatMap(({ statuses }) => statuses.map(({ issuer }) => issuer))
  if (world.secrets) publishUrls(world.secrets, ...issuers)
  const all = config.servers.map((each) => serverRow(each, stores, sources))
  const others = otherSignIns(stores, all)
  if (serverUrl === undefined) return { config, target, stores, rows: all, others }
  const here = new Set(stores.flatMap(({ statuses }) => statuses.map(({ serverKey }) => serverKey)))
  const rows = all.filter(
    ({ name, serverKey }) => (isName && name === target) || (serverKey !== undefined && here.has(serverKey)),
  )
  return { config, target, stores, rows, others }
}

/** Loaded only where a server is named: it takes as long as all the rest. */
async function urlOf(target: string, config: Config): Promise<string> {
  const { chooseServer } = await import('../servers/choose-server.ts')
  return chooseServer(target, config).serverUrl
}
