import type { Config, ConfiguredServer } from '@fast-agent-auth/config'
import { serverKey } from '@fast-agent-auth/flow'
import { parseServerKey, publishUrls } from '@fast-agent-auth/flow/internal'
import { applicableConfig } from '../servers/applicable-config.ts'
import type { ChosenServer } from '../servers/choose-server.ts'
import { isUrl } from '../servers/is-url.ts'
import { examineStores, type StoreHealth, shownStores, storesInUse } from '../stores/store-health.ts'
import type { StoreFlags } from '../stores/store-name.ts'
import type { World } from '../world.ts'
import { type OtherSignIn, otherSignIns, type ServerRow, serverRow } from './server-rows.ts'

/** The stores, servers and sign-ins to show. */
export interface StatusReport {
  readonly config: Config
  readonly target: string | undefined
  readonly stores: readonly StoreHealth[]
  /** The configured servers, or only the named one. */
  readonly rows: readonly ServerRow[]
  readonly others: readonly OtherSignIn[]
}

/** Examines all stores and servers, or only one server. */
export async function examineStatus(
  config: Config,
  target: string | undefined,
  flags: StoreFlags & { readonly configPath?: string | undefined },
  world: World,
): Promise<StatusReport> {
  const sources = { flags, env: world.env }
  const isName = target !== undefined && !isUrl(target)
  const named = isName ? config.servers.filter(({ name }) => name === target) : undefined
  // A server without a URL, or with an error in its configuration, has nothing in a store.
  const only = named?.some(({ settings }) => settings?.url === undefined) ? named : undefined
  if (only) return { config, target, stores: [], rows: only.map((each) => serverRow(each, [], sources)), others: [] }
  const chosen = target === undefined ? undefined : await choose(target, config, flags.configPath)
  const found = await examineStores(storesInUse(config, sources), chosen?.serverUrl, world)
  const issuers = found.flatMap(({ statuses }) => statuses.map(({ issuer }) => issuer))
  if (world.secrets) publishUrls(world.secrets, ...issuers)
  const servers: readonly ConfiguredServer[] = chosen ? [asConfigured(chosen)] : config.servers
  const rows = servers.map((each) => serverRow(each, found, sources))
  const stores = shownStores(
    found,
    rows.some(({ state }) => state === 'no_store'),
  )
  return { config, target, stores, rows, others: otherSignIns(stores, rows) }
}

/** The chosen server as a `ConfiguredServer`, with the settings used for it: if a URL was typed, without the account. */
function asConfigured({ serverUrl, settings }: ChosenServer): ConfiguredServer {
  const shown = parseServerKey(serverKey(serverUrl)).serverUrl
  const name = isUrl(settings.name) ? shown : settings.name
  return { name, file: '', line: undefined, settings: { ...settings, url: serverUrl } }
}

/** Chooses the server. The module is loaded only here, since that takes as long as loading all the rest. */
async function choose(target: string, config: Config, configPath: string | undefined): Promise<ChosenServer> {
  const { chooseServer } = await import('../servers/choose-server.ts')
  return chooseServer(target, applicableConfig(config, { target, configPath }), { stored: true })
}
