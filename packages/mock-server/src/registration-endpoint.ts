import { randomUUID } from 'node:crypto'
import type { Context } from './context.ts'
import type { MockClient } from './options.ts'
import { parseJson } from './recorder.ts'
import { hasStrings, isRecord } from './values.ts'

/** Dynamic client registration (RFC 7591 §3). */
export async function respondRegister(request: Request, { settings, clients }: Context): Promise<Response> {
  if (settings.registration === 'none') return new Response(null, { status: 404 })
  if (request.method !== 'POST') return new Response(null, { status: 405, headers: { allow: 'POST' } })
  const metadata = parseJson(await request.text())
  if (!isRecord(metadata)) return refuse('invalid_client_metadata', 'The client metadata is not a JSON object.')
  const { redirect_uris: redirectUris } = metadata
  if (!hasStrings(redirectUris)) return refuse('invalid_redirect_uri', 'The client metadata has no redirect_uris.')
  for (const uri of redirectUris) {
    const refusal = refuseRedirectUri(uri)
    if (refusal) return refuse('invalid_redirect_uri', `The redirect URI ${uri} ${refusal}.`)
  }

  const client: MockClient = {
    clientId: `client-${clients.all.size + 1}-${randomUUID()}`,
    clientSecret: settings.tokenEndpointAuthMethod === 'none' ? undefined : `secret-${randomUUID()}`,
    redirectUris,
    tokenEndpointAuthMethod: settings.tokenEndpointAuthMethod,
    grantTypes: hasStrings(metadata.grant_types) ? metadata.grant_types : ['authorization_code'],
  }
  clients.add(client)
  return Response.json(
    {
      response_types: ['code'],
      ...metadata,
      client_id: client.clientId,
      client_id_issued_at: Math.floor(settings.now() / 1000),
      ...(client.clientSecret && { client_secret: client.clientSecret, client_secret_expires_at: 0 }),
      grant_types: client.grantTypes,
      token_endpoint_auth_method: client.tokenEndpointAuthMethod,
    },
    { status: 201, headers: { 'cache-control': 'no-store' } },
  )
}

function refuse(error: string, description: string): Response {
  return Response.json({ error, error_description: description }, { status: 400 })
}

function refuseRedirectUri(uri: string): string | undefined {
  if (!URL.canParse(uri)) return 'is not a URL'
  const { protocol, hostname, hash } = new URL(uri)
  if (hash !== '') return 'has a fragment'
  if (protocol === 'https:') return undefined
  if (protocol === 'http:' && ['127.0.0.1', '[::1]', 'localhost'].includes(hostname)) return undefined
  return 'is neither https nor http on a loopback host'
}
