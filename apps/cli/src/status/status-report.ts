import type { Config } from '@fast-agent-auth/config'
import { publishUrls } from '@fast-agent-auth/flow/redaction'
import { serverKey } from '@fast-agent-auth/flow/status'
import { applicableConfig } from '../servers/applicable-config.ts'
import type { ChosenServer } from '../servers/choose-server.ts'
import { isUrl } from '../servers/is-url.ts'
import { examineStores, type StoreHealth, storesInUse } from '../stores/store-health.ts'
import type { StoreFlags } from '../stores/store-name.ts'
import type { World } from '../world.ts'
import { type OtherSignIn, otherSignIns, type ServerRow, serverRow } from './server-rows.ts'

/** What there is to say of stores, servers and sign-ins. */
export interface StatusReport {
  readonly config: Config
  readonly target: string | undefined
  /** The server of a URL that was typed. */
  readonly typed?: Typed | undefined
  readonly stores: readonly StoreHealth[]
  readonly rows: readonly ServerRow[]
  readonly others: readonly OtherSignIn[]
}

interface Typed {
  /** Of the sign-in that commands use for it. */
  readonly serverKey: string
  readonly usesOAuth: boolean
}

/** Looks at everything, or at one server. */
export async function examineStatus(
  config: Config,
  target: string | undefined,
  flags: StoreFlags & { readonly configPath?: string | undefined },
  world: World,
): Promise<StatusReport> {
  const sources = { flags, env: world.env }
  const isName = target !== undefined && !isUrl(target)
  const named = isName ? config.servers.filter(({ name }) => name === target) : undefined
  // One without a URL, or whose configuration cannot be used, has nothing in a store.
  const only = named?.some(({ settings }) => settings?.url === undefined) ? named : undefined
  if (only) return { config, target, stores: [], rows: only.map((each) => serverRow(each, [], sources)), others: [] }
  const chosen = target === undefined ? undefined : await choose(target, config, flags.configPath)
  const serverUrl = chosen?.serverUrl
  const typed = chosen && !isName ? { serverKey: serverKey(chosen.serverUrl), usesOAuth: usesOAuth(chosen) } : undefined
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
  return { config, target, typed, stores, rows, others }
}

/** Loaded only where a server is named: it takes as long as all the rest. */
async function choose(target: string, config: Config, configPath: string | undefined): Promise<ChosenServer> {
  const { chooseServer } = await import('../servers/choose-server.ts')
  return chooseServer(target, applicableConfig(config, { target, configPath }))
}

function usesOAuth({ mode }: ChosenServer): boolean {
  return mode === 'auto' || mode === 'forced'
}
