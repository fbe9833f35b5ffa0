import { parseObject } from '@fast-agent-auth/discovery/untrusted'
import type { TokenStore } from '@fast-agent-auth/token-store'
import { assertOwnVersion } from '../later-version.ts'
import { type Client, isSameClient } from '../protocol/client.ts'
import { isClient } from './is-client.ts'

// A registration belongs to the authorization server that issued it (MCP 2026-07-28, Authorization Server Binding).
export function clientKey(issuer: string): string {
  return `client:${issuer}`
}

/** How long a change that the sign-in does not depend on waits for its turn, in ms. */
const timeLimit = 1000

/**
 * All registered clients of an issuer. A damaged record counts as none, since a client can register again.
 *
 * @throws TokenStoreError `later_version`; errors of the store
 */
export async function readClients(store: TokenStore, issuer: string): Promise<readonly Client[]> {
  return parseClients(await store.get(clientKey(issuer)), clientKey(issuer))
}

/**
 * Changes the clients of an issuer while no other process does.
 *
 * @throws errors of `change` and of the store; the signal's reason
 */
export async function updateClients(
  store: TokenStore,
  issuer: string,
  change: (clients: readonly Client[]) => Promise<readonly Client[]>,
  signal?: AbortSignal,
): Promise<void> {
  await store.update(
    clientKey(issuer),
    async (present) => {
      const clients = parseClients(present, clientKey(issuer))
      const next = await change(clients)
      if (next === clients) return present
      const others = present === undefined ? undefined : parseObject(present)
      return next.length === 0 ? undefined : JSON.stringify({ ...others, version: 1, clients: next })
    },
    { signal },
  )
}

/** Deletes a client that was registered to probe the authorization endpoint. */
export async function deleteClient(store: TokenStore, issuer: string, client: Client): Promise<void> {
  await tryUpdate(store, issuer, (clients) => clients.filter((other) => !isSameClient(other, client)))
}

/** Changes one client. Never fails. */
export function changeClient(
  store: TokenStore,
  issuer: string,
  { client, changes }: { readonly client: Client; readonly changes: Partial<Client> },
): Promise<void> {
  return tryUpdate(store, issuer, (clients) => withChanges(clients, (other) => isSameClient(other, client), changes))
}

/** A client as tokens and pending sign-ins name it. */
interface Registered {
  readonly serverUrl: string
  readonly issuer: string
  readonly clientId: string
}

/** Excludes a client from new sign-ins. It is not deleted, because stored tokens may need it and its secret. */
export function retireClient(store: TokenStore, registered: Registered): Promise<void> {
  return changeClientsById(store, registered, { retired: true })
}

/**
 * Changes the clients with an id that are for this MCP server: some servers give everybody the same id. Never fails.
 */
export async function changeClientsById(
  store: TokenStore | undefined,
  { serverUrl, issuer, clientId }: Registered,
  changes: Partial<Client>,
): Promise<void> {
  const { origin } = new URL(serverUrl)
  const matches = (client: Client): boolean =>
    client.clientId === clientId && (client.resource === undefined || hasOrigin(client.resource, origin))
  if (store) await tryUpdate(store, issuer, (clients) => withChanges(clients, matches, changes))
}

function hasOrigin(url: string, origin: string): boolean {
  return URL.canParse(url) && new URL(url).origin === origin
}

function withChanges(
  clients: readonly Client[],
  matches: (client: Client) => boolean,
  changes: Partial<Client>,
): readonly Client[] {
  return clients.some(matches)
    ? clients.map((client) => (matches(client) ? { ...client, ...changes } : client))
    : clients
}

/** Changes the clients, and ignores a store that fails: the next sign-in then sends one more request. */
async function tryUpdate(
  store: TokenStore,
  issuer: string,
  change: (clients: readonly Client[]) => readonly Client[],
): Promise<void> {
  const limit = AbortSignal.timeout(timeLimit)
  await updateClients(store, issuer, async (clients) => change(clients), limit).catch(() => undefined)
}

function parseClients(text: string | undefined, key: string): readonly Client[] {
  assertOwnVersion(text, key)
  const clients = text === undefined ? undefined : parseObject(text)?.clients
  return Array.isArray(clients) ? clients.filter(isClient) : []
}
