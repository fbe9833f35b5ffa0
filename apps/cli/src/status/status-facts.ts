import { displayUrl } from '@fast-agent-auth/discovery/untrusted'
import type { StoreHealth } from '../stores/store-health.ts'
import type { RecordFacts } from '../terminal/print-table.ts'
import type { Fact } from '../terminal/printer.ts'
import type { Paint, Style } from '../terminal/style.ts'
import { relativeTime } from '../terminal/words.ts'
import { hasQuery, type OtherSignIn, type ServerRow } from './server-rows.ts'
import type { states } from './states.ts'

/** The style and the time, which decide the words and colours. */
export interface Showing {
  readonly style: Style
  readonly now: number
}

/** The cells of one configured server in the table of all servers. */
export function serverCells({ name, error, serverUrl, ...row }: ServerRow, showing: Showing): RecordFacts {
  return [
    { name: 'Name', value: name },
    ...stateAndExpiry({ ...row, error }, showing),
    { name: 'Server', value: serverUrl },
  ]
}

/** All facts about one configured server. */
export function serverFacts(row: ServerRow, showing: Showing): RecordFacts {
  const { name, transport, mode, account, scope, serverUrl, serverKey, issuer } = row
  return [
    { name: 'Name', value: name },
    ...stateAndExpiry(row, showing),
    { name: 'Server', value: serverUrl === name ? undefined : serverUrl },
    { name: 'Account', value: account },
    { name: 'Scopes', value: scope },
    { name: 'Issuer', value: issuer && displayUrl(issuer) },
    { name: 'Transport', value: transport },
    { name: 'Mode', value: mode?.replace('_', ' ') },
    // The key is shown only if it differs from the URL.
    { name: 'Key', value: serverKey === serverUrl ? undefined : serverKey },
  ]
}

/** The cells of sign-ins that no server uses. Each row of the table differs from every other. */
export function signInCells(
  signIns: readonly OtherSignIn[],
  rows: readonly ServerRow[],
  showing: Showing,
): readonly RecordFacts[] {
  const kept = repeated([...signIns, ...rows].map(({ serverKey }) => serverKey))
  const inTwoStores = signIns.some(({ serverKey }) => kept.has(serverKey))
  const onePerKey = [...new Map(signIns.map((signIn) => [signIn.serverKey, signIn])).values()]
  const hasAccounts = signIns.some(({ account }) => account !== undefined)
  const labels = repeated(onePerKey.map(labelOf))
  return signIns.map((signIn) => [
    { name: 'Account', value: hasAccounts ? (signIn.account ?? '–') : undefined },
    ...stateAndExpiry(signIn, showing),
    { name: 'Store', value: inTwoStores ? signIn.store : undefined },
    { name: 'Server', value: labels.has(labelOf(signIn)) ? withHash(signIn) : signIn.serverUrl },
  ])
}

/** All facts about one sign-in. */
export function signInFacts(signIn: OtherSignIn, stores: readonly StoreHealth[], showing: Showing): RecordFacts {
  const { serverUrl, serverKey, account, scope, issuer, store } = signIn
  return [
    { name: 'Server', value: serverUrl },
    { name: 'Account', value: account },
    ...stateAndExpiry(signIn, showing),
    { name: 'Scopes', value: scope },
    { name: 'Issuer', value: issuer && displayUrl(issuer) },
    // Two servers that differ only in their query would look the same without it.
    { name: 'Key', value: hasQuery(signIn) ? serverKey : undefined },
    { name: 'Store', value: stores.length > 1 ? store : undefined },
  ]
}

function labelOf({ account = '', serverUrl }: OtherSignIn): string {
  return JSON.stringify([account, serverUrl])
}

/** The URL with the hash of its key, which distinguishes servers whose query is shown without values. */
function withHash({ serverUrl, serverKey }: OtherSignIn): string {
  return serverUrl + (/#[^#]*$/.exec(serverKey)?.[0] ?? '')
}

function repeated<T>(values: readonly T[]): ReadonlySet<T> {
  const seen = new Set<T>()
  return new Set(values.filter((value) => seen.size === seen.add(value).size))
}

/** The facts about state and expiry. */
function stateAndExpiry(
  { state, expiresAt, error }: Pick<ServerRow, 'state' | 'expiresAt' | 'error'>,
  { style, now }: Showing,
): readonly [Fact, Fact] {
  const value = error ? 'misconfigured' : wordsOf(state)
  return [
    { name: 'State', value, paint: paintOf(error ? 'damaged' : state, style) },
    { name: 'Expires', value: describeExpiry(state, expiresAt, now) },
  ]
}

/** The name of a state, as the help of `status` explains it. */
function wordsOf(state: ServerRow['state']): keyof typeof states {
  if (state === undefined) return 'no OAuth'
  if (state === 'no_store') return 'no store'
  if (state === 'sign_in_required') return 'sign in again'
  return state === 'missing' ? 'not signed in' : state
}

function paintOf(state: ServerRow['state'], { good, warning, bad }: Style): Paint | undefined {
  if (state === undefined) return undefined
  const paints = { ready: good, refreshable: good, memory: good, sign_in_required: warning, missing: warning }
  return state === 'damaged' || state === 'no_store' ? bad : paints[state]
}

/** The words for the expiry. The time is left out for an expired token that is then renewed by itself. */
function describeExpiry(state: ServerRow['state'], expiresAt: number | undefined, now: number): string | undefined {
  if (state === 'refreshable') return 'renewed on use'
  // A column has less room than a sentence.
  return expiresAt === undefined ? undefined : relativeTime(expiresAt, now).replace('less than a minute', 'a moment')
}
