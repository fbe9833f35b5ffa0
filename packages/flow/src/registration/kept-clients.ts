import { parseObject } from '@fast-agent-auth/discovery/untrusted'
import type { TokenStore } from '@fast-agent-auth/token-store'
import { type Client, isSameClient } from '../protocol/client.ts'
import { tokenKey } from '../tokens/stored-tokens.ts'
import { localhostOf } from './localhost.ts'

/** How many registrations at one issuer are kept, of those without a secret and of those with one. */
const keptClients = 100

/** How many of them for the same use at the same MCP server. */
const keptForOneUse = 10

/** How many redirect URIs of one. */
const keptUris = 20

/** How many records are read at a time. */
const batch = 100

/**
 * The registrations that are kept, a new one first: the server may know the others no more, with which older tokens
 * are refreshed none the less. One without whose secret stored tokens could be refreshed no more goes in no case.
 */
export async function withClient(
  registered: Client,
  kept: readonly Client[],
  store: TokenStore,
): Promise<readonly [Client, ...Client[]]> {
  const before = kept.find((client) => isSameClient(client, registered))
  const client = before ? together(registered, before) : registered
  const others = kept.filter((other) => other !== before)
  const within = newestOf([client, ...others])
  const left = others.filter((other) => other.clientSecret !== undefined && !within.has(other))
  const named = left.length === 0 ? undefined : await namedClients(store)
  return [
    client,
    ...others.filter((other) => within.has(other) || (left.includes(other) && named?.has(other.clientId))),
  ]
}

/** A server that gives us an id again takes the redirect URIs of both, and a secret that it does not repeat. */
function together(client: Client, before: Client): Client {
  const { clientSecret, secretExpiresAt } = client.clientSecret === undefined ? before : client
  const redirectUris = [...new Set([...(client.redirectUris ?? []), ...(before.redirectUris ?? [])])].slice(0, keptUris)
  return {
    ...before,
    ...client,
    clientSecret,
    secretExpiresAt,
    redirectUris,
    silentUntil: undefined,
    retired: undefined,
  }
}

function newestOf(clients: readonly Client[]): ReadonlySet<Client> {
  let [open, secret] = [0, 0]
  const counts = new Map<string, number>()
  const within = clients.filter((client) => {
    // A server that asks for ever another scope, or spells its name in ever another way, pushes out its own alone.
    const use = useOf({ ...client, resource: originOf(client.resource) })
    const count = (counts.get(use) ?? 0) + 1
    counts.set(use, count)
    if (count > keptForOneUse) return false
    return client.clientSecret === undefined ? open++ < keptClients : secret++ < keptClients
  })
  return new Set(within)
}

/** The use of a client: its program, its resource, and the way back, on whichever port and by whichever name of this machine. */
export function useOf({ name, resource, redirectUris }: Pick<Client, 'name' | 'resource' | 'redirectUris'>): string {
  const [redirectUri = ''] = redirectUris ?? []
  const uri = localhostOf(redirectUri) ?? redirectUri
  const { hostname, pathname } = URL.canParse(uri) ? new URL(uri) : { hostname: '', pathname: '' }
  return JSON.stringify([name, resource, hostname, pathname])
}

function originOf(url: string | undefined): string | undefined {
  return url !== undefined && URL.canParse(url) ? new URL(url).origin : url
}

/** The ids of all clients that stored tokens name. */
async function namedClients(store: TokenStore): Promise<ReadonlySet<unknown>> {
  const keys = (await store.keys()).filter((key) => key.startsWith(tokenKey('')))
  const named = new Set<unknown>()
  for (let first = 0; first < keys.length; first += batch) {
    // A record that cannot be read is that server's trouble.
    const some = keys.slice(first, first + batch).map((key) => store.get(key).catch(() => undefined))
    for (const text of await Promise.all(some)) {
      const { tokens } = (parseObject(text ?? '') ?? {}) as { readonly tokens?: { readonly clientId?: unknown } | null }
      named.add(tokens?.clientId)
    }
  }
  return named
}
