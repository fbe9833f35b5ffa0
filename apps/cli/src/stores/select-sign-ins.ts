import type { Config } from '@fast-agent-auth/config'
import { type Status, serverKey } from '@fast-agent-auth/flow'
import { isKeyOf } from '@fast-agent-auth/flow/internal'
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
  readonly unreadErrors: readonly string[]
}

export interface SignInSelector extends StoreFlags {
  readonly account?: string | undefined
  readonly identity?: string | undefined
}

/** The sign-ins of a server, of an identity, or all of them if neither is named. */
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
    const { found, unreadErrors } = await readStores(storesOf({ flags, env, settings }), serverUrl, access)
    const isChosen = ({ serverKey }: Status): boolean => serverKey === key
    return { chosen: found.filter(isChosen), others: found.filter((each) => !isChosen(each)), unreadErrors }
  }
  const belongs = flags.identity === undefined ? () => true : belongsTo(parseStoredUrl(flags.identity))
  const { found, unreadErrors } = await readStores(storesInUse(config, { flags, env }), undefined, access)
  return { chosen: found.filter(belongs), others: [], unreadErrors }
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

/** The sign-ins in several stores. A store that nobody has named may fail if another store can be read. */
async function readStores(
  names: readonly StoreName[],
  serverUrl: string | undefined,
  access: StoreAccess,
): Promise<{ readonly found: readonly StoredSignIn[]; readonly unreadErrors: readonly string[] }> {
  const stores = await examineStores(names, serverUrl, access)
  const failed = stores.filter(({ store }) => store === undefined)
  const [fatal] = failed.length === stores.length ? failed : failed.filter(({ unnamed }) => !unnamed)
  if (fatal) throw fatal.error
  const found = stores.flatMap(({ store, kind, location, statuses }) =>
    store ? statuses.map((each) => ({ ...each, store, kind, location })) : [],
  )
  return { found, unreadErrors: failed.flatMap(({ reason }) => reason ?? []) }
}

/**
 * Whether a server is at a base URL, or at its endpoint `/mcp` or `/sse`, with any query. The base may be written with or
 * without the endpoint. A base with a query names only that server.
 */
function belongsTo(identity: string): (signIn: Status) => boolean {
  if (new URL(identity).search !== '') return (signIn) => isKeyOf(signIn.serverKey, identity)
  const baseOf = (serverUrl: string): string => serverUrl.replace(/\?.*$/, '').replace(/\/(mcp|sse)$/, '')
  const base = baseOf(serverKey(identity))
  return ({ serverUrl }) => baseOf(serverUrl) === base
}
