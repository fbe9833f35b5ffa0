import { type AuthMode, authMode, type ConfiguredServer } from '@fast-agent-auth/config'
import { type Status, serverKey } from '@fast-agent-auth/flow'
import { parseServerKey } from '@fast-agent-auth/flow/internal'
import { accountOf } from '../servers/account-of.ts'
import { preferredStore } from '../stores/preferred-store.ts'
import type { StoreHealth } from '../stores/store-health.ts'
import { type StoreKind, type StoreSources, storesOf } from '../stores/store-name.ts'

/** The state of a configured server. */
export interface ServerRow {
  readonly name: string
  readonly transport?: 'http' | 'sse' | 'stdio' | undefined
  readonly mode?: AuthMode | undefined
  readonly persist?: StoreKind | undefined
  /**
   * The state of its sign-in. `memory`: only the programs that use the server have it. `no_store`: its store cannot be used.
   * Absent if the server is not used with OAuth.
   */
  readonly state?: Status['state'] | 'memory' | 'no_store' | undefined
  readonly serverUrl?: string | undefined
  readonly serverKey?: string | undefined
  readonly account?: string | undefined
  readonly issuer?: string | undefined
  readonly scope?: string | undefined
  readonly expiresAt?: number | undefined
  /** The error of its configuration. */
  readonly error?: { readonly code: string; readonly message: string } | undefined
}

/** A sign-in that no configured server uses, and the kind of its store. */
export interface OtherSignIn extends Status {
  readonly store: StoreKind
}

/** The row of a server, from its configuration and the sign-ins in the stores. */
export function serverRow(
  { name, settings, error }: ConfiguredServer,
  stores: readonly StoreHealth[],
  sources: Omit<StoreSources, 'settings'>,
): ServerRow {
  if (settings === undefined) return { name, error: { code: error.code, message: error.message } }
  const mode = authMode(settings)
  const { transport, url } = settings
  // The values in the query are left out, since they may be secret keys.
  const serverUrl = url === undefined ? undefined : parseServerKey(serverKey(url)).serverUrl
  const known = { name, transport, mode, serverUrl }
  if (url === undefined || mode === 'disabled' || mode === 'bearer') return known
  const account = accountOf(settings, {})
  const key = serverKey(url, account)
  const names = storesOf({ ...sources, settings })
  const [first] = names
  const row = { ...known, persist: first.kind, serverKey: key, account }
  if (first.kind === 'memory') return { ...row, state: 'memory' }
  const found = names.flatMap(({ kind, redisUrl }) => {
    const health = stores.find((each) => each.kind === kind && each.redisUrl === redisUrl)
    if (health?.store === undefined) return []
    const { state = 'missing', ...rest } = health.statuses.find((each) => each.serverKey === key) ?? {}
    return [{ kind, state, ...rest }]
  })
  const chosen = preferredStore(found, first)
  if (!chosen) return { ...row, state: 'no_store' }
  const { kind: persist, state, issuer, scope, expiresAt } = chosen
  return { ...row, persist, state, issuer, scope, expiresAt }
}

/** The stored sign-ins that belong to no row. */
export function otherSignIns(stores: readonly StoreHealth[], rows: readonly ServerRow[]): readonly OtherSignIn[] {
  const used = new Set(rows.map(({ persist, serverKey }) => `${persist} ${serverKey}`))
  return stores.flatMap(({ kind, statuses }) =>
    statuses.filter((each) => !used.has(`${kind} ${each.serverKey}`)).map((each) => ({ ...each, store: kind })),
  )
}

/** Whether the URL has a query, whose values are not shown. */
export function hasQuery(signIn: OtherSignIn | undefined): boolean {
  return signIn?.serverUrl.includes('?') ?? false
}
