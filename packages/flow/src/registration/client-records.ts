import { parseObject } from '@fast-agent-auth/discovery/untrusted'
import type { TokenStore } from '@fast-agent-auth/token-store'
import { assertOwnVersion } from '../later-version.ts'
import { type Client, isTokenEndpointAuthMethod } from '../protocol/client.ts'

// A registration belongs to the authorization server that issued it (MCP 2026-07-28, Authorization Server Binding).
function clientKey(issuer: string): string {
  return `client:${issuer}`
}

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

/**
 * Has a registration that the authorization server no longer knows serve no new sign-in. It stays with its secret: tokens
 * name it, and the server may know it again.
 */
export function retireClient(
  store: TokenStore,
  { issuer, clientId }: { readonly issuer: string; readonly clientId: string },
  signal?: AbortSignal,
): Promise<void> {
  const retired = async (kept: readonly Client[]): Promise<readonly Client[]> => {
    const isMeant = (client: Client): boolean => client.clientId === clientId && client.retired !== true
    return kept.some(isMeant) ? kept.map((client) => (isMeant(client) ? { ...client, retired: true } : client)) : kept
  }
  return updateClients(store, issuer, retired, signal)
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
