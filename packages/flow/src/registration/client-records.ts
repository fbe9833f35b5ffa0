import { parseObject } from '@fast-agent-auth/discovery/untrusted'
import type { TokenStore } from '@fast-agent-auth/token-store'
import { assertOwnVersion } from '../later-version.ts'
import { type Client, isSameClient } from '../protocol/client.ts'
import { isClient } from './is-client.ts'

// A registration belongs to the authorization server that issued it (MCP 2026-07-28, Authorization Server Binding).
export function clientKey(issuer: string): string {
  return `client:${issuer}`
}

/** How long a sign-in waits for its turn to note what it may do without, in ms. */
const timeLimit = 1000

/** All our registrations at an issuer. A damaged record reads as none: we can register again. */
export async function readClients(store: TokenStore, issuer: string): Promise<readonly Client[]> {
  return parseClients(await store.get(clientKey(issuer)), clientKey(issuer))
}

/** Changes our registrations at an issuer while no other process does. */
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

/** Takes back a registration that was made to see whether a server leads it on. */
export async function deleteClient(store: TokenStore, issuer: string, client: Client): Promise<void> {
  await updateSoon(store, issuer, (kept) => kept.filter((other) => !isSameClient(other, client)))
}

/** Notes at one of our registrations how the server takes it. */
export function noteAtClient(
  store: TokenStore,
  issuer: string,
  { client, changes }: { readonly client: Client; readonly changes: Partial<Client> },
): Promise<void> {
  return updateSoon(store, issuer, (kept) => changed(kept, (other) => isSameClient(other, client), changes))
}

/** A client as tokens and sign-ins know it. */
interface Registered {
  readonly serverUrl: string
  readonly issuer: string
  readonly clientId: string
}

/** A registration that serves no new sign-in: tokens may need it and its secret, whatever the server says of it. */
export function retireClient(store: TokenStore, registered: Registered): Promise<void> {
  return rememberClient(store, registered, { retired: true })
}

/**
 * Notes at the registrations by this id how the server takes it, if they are ours and for this MCP server: some give
 * everybody the same id.
 */
export async function rememberClient(
  store: TokenStore | undefined,
  { serverUrl, issuer, clientId }: Registered,
  changes: Partial<Client>,
): Promise<void> {
  const { origin } = new URL(serverUrl)
  const isIt = (client: Client): boolean =>
    client.clientId === clientId && (client.resource === undefined || isAt(client.resource, origin))
  if (store) await updateSoon(store, issuer, (kept) => changed(kept, isIt, changes))
}

function isAt(url: string, origin: string): boolean {
  return URL.canParse(url) && new URL(url).origin === origin
}

function changed(
  kept: readonly Client[],
  isIt: (client: Client) => boolean,
  changes: Partial<Client>,
): readonly Client[] {
  return kept.some(isIt) ? kept.map((client) => (isIt(client) ? { ...client, ...changes } : client)) : kept
}

/** A store that does not take it, or gives no turn for it, costs a request. */
async function updateSoon(
  store: TokenStore,
  issuer: string,
  change: (kept: readonly Client[]) => readonly Client[],
): Promise<void> {
  const limit = AbortSignal.timeout(timeLimit)
  await updateClients(store, issuer, async (kept) => change(kept), limit).catch(() => undefined)
}

function parseClients(text: string | undefined, key: string): readonly Client[] {
  assertOwnVersion(text, key)
  const clients = text === undefined ? undefined : parseObject(text)?.clients
  return Array.isArray(clients) ? clients.filter(isClient) : []
}
