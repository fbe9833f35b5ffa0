import { parseObject } from '@fast-agent-auth/discovery/untrusted'
import type { TokenStore } from '@fast-agent-auth/token-store'
import { type Client, isSameClient } from '../protocol/client.ts'
import { tokenKey } from '../tokens/stored-tokens.ts'
import { localhostOf } from './localhost.ts'

/** How many clients of one issuer are kept without a secret, and how many with one. */
const clientLimit = 100

/** How many clients with the same purpose are kept at one MCP server. */
const limitPerPurpose = 10

/** How many redirect URIs of a client are kept. */
const redirectUriLimit = 20

/** How many records are read at a time. */
const batch = 100

/**
 * Adds a new client to the clients of an issuer, as the first. Older clients are kept up to a limit, since older tokens
 * are refreshed with them. A client with a secret is kept even beyond the limit as long as stored tokens name it.
 */
export async function addClient(
  registered: Client,
  clients: readonly Client[],
  store: TokenStore,
): Promise<readonly [Client, ...Client[]]> {
  const before = clients.find((client) => isSameClient(client, registered))
  const client = before ? mergeClients(registered, before) : registered
  const others = clients.filter((other) => other !== before)
  const newest = newestClients([client, ...others])
  const surplus = others.filter((other) => other.clientSecret !== undefined && !newest.has(other))
  const idsInUse = surplus.length === 0 ? undefined : await clientIdsInUse(store)
  return [
    client,
    ...others.filter((other) => newest.has(other) || (surplus.includes(other) && idsInUse?.has(other.clientId))),
  ]
}

/**
 * Merges two registrations with one id: the server accepts the redirect URIs of both, and may not repeat the secret.
 */
function mergeClients(client: Client, before: Client): Client {
  const { clientSecret, secretExpiresAt } = client.clientSecret === undefined ? before : client
  const redirectUris = [...new Set([...(client.redirectUris ?? []), ...(before.redirectUris ?? [])])].slice(
    0,
    redirectUriLimit,
  )
  return {
    ...before,
    ...client,
    clientSecret,
    secretExpiresAt,
    redirectUris,
    skipProbeUntil: undefined,
    retired: undefined,
  }
}

function newestClients(clients: readonly Client[]): ReadonlySet<Client> {
  let [open, secret] = [0, 0]
  const counts = new Map<string, number>()
  const newest = clients.filter((client) => {
    // A server that keeps naming new resources or scopes pushes out only its own clients.
    const purpose = purposeOf({ ...client, resource: originOf(client.resource) })
    const count = (counts.get(purpose) ?? 0) + 1
    counts.set(purpose, count)
    if (count > limitPerPurpose) return false
    return client.clientSecret === undefined ? open++ < clientLimit : secret++ < clientLimit
  })
  return new Set(newest)
}

/**
 * The purpose of a client: its name, its resource, and its redirect URI without the port, and with one name for this
 * machine.
 */
export function purposeOf({
  name,
  resource,
  redirectUris,
}: Pick<Client, 'name' | 'resource' | 'redirectUris'>): string {
  const [redirectUri = ''] = redirectUris ?? []
  const uri = localhostOf(redirectUri) ?? redirectUri
  const { hostname, pathname } = URL.canParse(uri) ? new URL(uri) : { hostname: '', pathname: '' }
  return JSON.stringify([name, resource, hostname, pathname])
}

function originOf(url: string | undefined): string | undefined {
  return url !== undefined && URL.canParse(url) ? new URL(url).origin : url
}

/** The client ids of all stored tokens. */
async function clientIdsInUse(store: TokenStore): Promise<ReadonlySet<unknown>> {
  const keys = (await store.keys()).filter((key) => key.startsWith(tokenKey('')))
  const named = new Set<unknown>()
  for (let first = 0; first < keys.length; first += batch) {
    // A record that cannot be read is reported where it is used.
    const some = keys.slice(first, first + batch).map((key) => store.get(key).catch(() => undefined))
    for (const text of await Promise.all(some)) {
      const { tokens } = (parseObject(text ?? '') ?? {}) as { readonly tokens?: { readonly clientId?: unknown } | null }
      named.add(tokens?.clientId)
    }
  }
  return named
}
