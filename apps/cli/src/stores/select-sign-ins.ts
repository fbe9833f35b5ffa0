import type { Config } from '@fast-agent-auth/config'
import { isKeyOf, type Status, serverKey } from '@fast-agent-auth/flow/status'
import type { TokenStore } from '@fast-agent-auth/token-store'
import { accountOf } from '../servers/account-of.ts'
import { chooseServer } from '../servers/choose-server.ts'
import { parseServerUrl } from '../servers/server-url.ts'
import { readStatuses } from './read-statuses.ts'
import type { StoreAccess } from './select-store.ts'
import { storesInUse } from './store-health.ts'
import { type StoreKind, type StoreName, storeNameOf } from './store-name.ts'

/** A sign-in, and where it is. */
export interface StoredSignIn extends Status {
  readonly store: TokenStore
  readonly kind: StoreKind
  readonly place: string
}

export interface SelectedSignIns {
  readonly chosen: readonly StoredSignIn[]
  /** At the same server, for other accounts. */
  readonly others: readonly StoredSignIn[]
}

export interface SignInSelector {
  readonly store?: StoreKind | undefined
  readonly account?: string | undefined
  readonly identity?: string | undefined
}

/** The sign-ins of a server, of an identity, or all of them where neither is named. */
export async function selectSignIns(
  target: string | undefined,
  config: Config,
  { store: flag, account, identity }: SignInSelector,
  access: StoreAccess,
): Promise<SelectedSignIns> {
  if (target !== undefined) {
    const { serverUrl, settings } = chooseServer(target, config)
    const key = serverKey(serverUrl, accountOf(settings, { account }))
    const found = await readStore(storeNameOf(settings, { store: flag }), serverUrl, access)
    const isChosen = ({ serverKey }: Status): boolean => serverKey === key
    return { chosen: found.filter(isChosen), others: found.filter((each) => !isChosen(each)) }
  }
  const belongs = identity === undefined ? () => true : belongsTo(parseServerUrl(identity))
  const found: StoredSignIn[] = []
  for (const name of storesInUse(config, flag)) {
    const read = readStore(name, undefined, access)
    found.push(...(await (name.optional ? read.catch(() => []) : read)))
  }
  return { chosen: found.filter(belongs), others: [] }
}

async function readStore(
  { kind, ...options }: StoreName,
  serverUrl: string | undefined,
  { selectStore, now }: StoreAccess,
): Promise<readonly StoredSignIn[]> {
  if (kind === 'memory') return []
  const { place, open } = await selectStore(kind, options)
  const store = await open()
  return (await readStatuses(store, serverUrl, now())).map((each) => ({ ...each, store, kind, place }))
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
