import type { MockClient, Settings } from './options.ts'
import { parseJson } from './recorder.ts'
import { hasStrings, isRecord } from './values.ts'

export interface Clients {
  readonly all: ReadonlyMap<string, MockClient>
  add(client: MockClient): void
  /** A registered client, or one whose `client_id` is the URL of its metadata document. */
  find(clientId: string): Promise<MockClient | undefined>
}

export function createClients(settings: Settings): Clients {
  const all = new Map(settings.clients.map((client) => [client.clientId, client]))
  return {
    all,
    add: (client) => void all.set(client.clientId, client),
    async find(clientId) {
      const registered = all.get(clientId)
      if (registered || !settings.clientIdMetadataDocumentSupported) return registered
      return clientId.startsWith('https://') ? fetchClient(clientId, settings.fetch) : undefined
    },
  }
}

async function fetchClient(clientId: string, fetch: Settings['fetch']): Promise<MockClient | undefined> {
  let response: Response
  try {
    response = await fetch(clientId, { headers: { accept: 'application/json' }, redirect: 'manual' })
  } catch {
    // A document that cannot be fetched makes the `client_id` unknown.
    return undefined
  }
  if (response.status !== 200) return undefined
  const document = parseJson(await response.text())
  if (!isRecord(document) || document.client_id !== clientId) return undefined
  if (!hasStrings(document.redirect_uris) || typeof document.client_name !== 'string') return undefined
  return {
    clientId,
    redirectUris: document.redirect_uris,
    // A document has no secret (draft-ietf-oauth-client-id-metadata-document §4.1).
    tokenEndpointAuthMethod: 'none',
    grantTypes: hasStrings(document.grant_types) ? document.grant_types : ['authorization_code'],
  }
}

/**
 * Whether a client registered a redirect URI, by plain comparison (RFC 9700 §4.1.3), except for the port of a loopback
 * IP address where the server leaves the port free.
 */
export function allowsRedirectUri(client: MockClient, redirectUri: string, anyLoopbackPort: boolean): boolean {
  if (client.redirectUris.includes(redirectUri)) return true
  const portless = anyLoopbackPort ? withoutLoopbackPort(redirectUri) : undefined
  return (
    portless !== undefined && client.redirectUris.some((registered) => withoutLoopbackPort(registered) === portless)
  )
}

function withoutLoopbackPort(uri: string): string | undefined {
  const match = /^(http:\/\/(?:127\.0\.0\.1|\[::1\]))(?::\d+)?([/?].*)?$/.exec(uri)
  return match ? `${match[1]}${match[2] ?? ''}` : undefined
}
