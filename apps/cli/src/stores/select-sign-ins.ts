import type { Config } from '@fast-agent-auth/config'
import { isKeyOf, type Status, serverKey } from '@fast-agent-auth/flow/status'
import type { TokenStore } from '@fast-agent-auth/token-store'
import { accountOf } from '../servers/account-of.ts'
import { type ChosenServer, chooseServer } from '../servers/choose-server.ts'
import { parseStoredUrl } from '../servers/server-url.ts'
import type { StoreAccess } from './select-store.ts'
import { examineStores, storesInUse } from './store-health.ts'
import { type StoreFlags, type StoreKind, type StoreName, storesOf } from './store-name.ts'

/** A sign-in, and the store that holds it. */
export interface StoredSignIn extends Status {
  readonly store: TokenStore
  readonly kind: StoreKind
  readonly location: string
}

export interface SelectedSignIns {
  readonly chosen: readonly StoredSignIn[]
  /** Sign-ins at the same server for other accounts. */
  readonly others: readonly StoredSignIn[]
  /** The errors of stores that nobody named and that could not be read. */
  readonly unread: readonly string[]
}

export interface SignInSelector extends StoreFlags {
  readonly account?: string | undefined
  readonly identity?: string | undefined
}

/** The sign-ins of a server, of an identity, or all of them where neither is named. */
export async function selectSignIns(
  target: string | undefined,
  config: Config,
  flags: SignInSelector,
  access: StoreAccess,
): Promise<SelectedSignIns> {
  const { env } = access
  if (target !== undefined) {
    const { serverUrl, settings } = chooseServer(target, config, { stored: true })
    const key = serverKey(serverUrl, accountOf(settings, flags))
    const { found, unread } = await readStores(storesOf({ flags, env, settings }), serverUrl, access)
    const isChosen = ({ serverKey }: Status): boolean => serverKey === key
    return { chosen: found.filter(isChosen), others: found.filter((each) => !isChosen(each)), unread }
  }
  const belongs = flags.identity === undefined ? () => true : belongsTo(parseStoredUrl(flags.identity))
  const { found, unread } = await readStores(storesInUse(config, { flags, env }), undefined, access)
  return { chosen: found.filter(belongs), others: [], unread }
}

/** All sign-ins in the stores that a command about this server reads. */
export async function readSignIns(
  { settings }: Pick<ChosenServer, 'settings'>,
  flags: StoreFlags,
  access: StoreAccess,
): Promise<readonly StoredSignIn[]> {
  const { found } = await readStores(storesOf({ flags, env: access.env, settings }), undefined, access)
  return found
}

/** The sign-ins in several stores. A store that nobody has named may fail where another can be read. */
async function readStores(
  names: readonly StoreName[],
  serverUrl: string | undefined,
  access: StoreAccess,
): Promise<{ readonly found: readonly StoredSignIn[]; readonly unread: readonly string[] }> {
  const stores = await examineStores(names, serverUrl, access)
  const failed = stores.filter(({ store }) => store === undefined)
  const [fatal] = failed.length === stores.length ? failed : failed.filter(({ unnamed }) => !unnamed)
  if (fatal) throw fatal.error
  const found = stores.flatMap(({ store, kind, location, statuses }) =>
    store ? statuses.map((each) => ({ ...each, store, kind, location })) : [],
  )
  return { found, unread: failed.flatMap(({ reason }) => reason ?? []) }
}

/**
 * Whether a server is the one of a base URL, or its endpoint `/mcp` or `/sse`, whatever its query; the base may be written
 * as either. With a query it names that server alone.
 */
function belongsTo(identity: string): (signIn: Status) => boolean {
  if (new URL(identity).search !== '') return (signIn) => isKeyOf(signIn.serverKey, identity)
  const baseOf = (serverUrl: string): string => serverUrl.replace(/\?.*$/, '').replace(/\/(mcp|sse)$/, '')
  const base = baseOf(serverKey(identity))
  return ({ serverUrl }) => baseOf(serverUrl) === base
}
