import { parseObject } from '@fast-agent-auth/discovery/untrusted'
import type { TokenStore } from '@fast-agent-auth/token-store'
import { assertOwnVersion } from '../later-version.ts'
import { type Client, isTokenEndpointAuthMethod } from '../protocol/client.ts'

// A registration belongs to the authorization server that issued it (MCP 2026-07-28, Authorization Server Binding).
function clientKey(issuer: string): string {
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
export async function deleteClient(store: TokenStore, { issuer, clientId }: Registered): Promise<void> {
  const without = async (kept: readonly Client[]): Promise<readonly Client[]> =>
    kept.filter((client) => client.clientId !== clientId)
  await updateClients(store, issuer, without, AbortSignal.timeout(timeLimit))
}

/** A registration that serves no new sign-in: tokens may need it and its secret, whatever the server says of it. */
export function retireClient(store: TokenStore, registered: Registered): Promise<void> {
  return rememberClient(store, registered, { retired: true })
}

interface Registered {
  readonly issuer: string
  readonly clientId: string
}

/** Notes at a registration, if it is one of ours, how the server takes it. A store that does not take that costs a request. */
export async function rememberClient(
  store: TokenStore | undefined,
  { issuer, clientId }: Registered,
  changes: Partial<Client>,
): Promise<void> {
  const withChanges = async (kept: readonly Client[]): Promise<readonly Client[]> =>
    kept.some((client) => client.clientId === clientId)
      ? kept.map((client) => (client.clientId === clientId ? { ...client, ...changes } : client))
      : kept
  if (store) await updateClients(store, issuer, withChanges, AbortSignal.timeout(timeLimit)).catch(() => undefined)
}

function parseClients(text: string | undefined, key: string): readonly Client[] {
  assertOwnVersion(text, key)
  const clients = text === undefined ? undefined : parseObject(text)?.clients
  return Array.isArray(clients) ? clients.filter(isClient) : []
}

function isClient(value: unknown): value is Client {
  if (typeof value !== 'object' || value === null) return false
  const { clientId, clientSecret, tokenEndpointAuthMethod, redirectUris } = value as Record<string, unknown>
  return (
    typeof clientId === 'string' &&
    (clientSecret === undefined || typeof clientSecret === 'string') &&
    isTokenEndpointAuthMethod(tokenEndpointAuthMethod) &&
    (redirectUris === undefined || Array.isArray(redirectUris))
  )
}
