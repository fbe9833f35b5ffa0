import type { Context } from './context.ts'
import type { MockClient, TokenEndpointAuthMethod } from './options.ts'
import { repeatedParameter } from './values.ts'

/** An error of the token or revocation endpoint (RFC 6749 §5.2). */
export function refuse(error: string, description: string, status = 400): Response {
  const headers = new Headers({ 'cache-control': 'no-store', pragma: 'no-cache' })
  if (status === 401) headers.set('www-authenticate', 'Basic realm="mock"')
  return Response.json({ error, error_description: description }, { status, headers })
}

/** The posted form and its authenticated client, or the response that refuses them. */
export async function readForm(
  request: Request,
  context: Context,
): Promise<{ readonly form: URLSearchParams; readonly client: MockClient } | Response> {
  if (request.method !== 'POST') return new Response(null, { status: 405, headers: { allow: 'POST' } })
  if (!request.headers.get('content-type')?.startsWith('application/x-www-form-urlencoded')) {
    return refuse('invalid_request', 'The content type is not application/x-www-form-urlencoded.')
  }
  const form = new URLSearchParams(await request.text())
  const repeated = repeatedParameter(form)
  if (repeated) return refuse('invalid_request', `The parameter ${repeated} occurs more than once.`)
  const authorization = request.headers.get('authorization')
  if (authorization !== null && form.has('client_secret')) {
    return refuse('invalid_request', 'The client authenticated in two ways.')
  }

  const presented = authorization === null ? inForm(form) : inHeader(authorization)
  const client = presented && (await context.clients.find(presented.clientId))
  if (!client) return refuse('invalid_client', 'The client is unknown.', 401)
  if (client.tokenEndpointAuthMethod !== presented.method) {
    const expected = client.tokenEndpointAuthMethod
    return refuse('invalid_client', `The client registered ${expected} and used ${presented.method}.`, 401)
  }
  if (presented.clientSecret !== client.clientSecret && presented.method !== 'none') {
    return refuse('invalid_client', 'The client secret is wrong.', 401)
  }
  return { form, client }
}

interface PresentedClient {
  readonly method: TokenEndpointAuthMethod
  readonly clientId: string
  readonly clientSecret?: string | undefined
}

function inForm(form: URLSearchParams): PresentedClient {
  const clientId = form.get('client_id') ?? ''
  const clientSecret = form.get('client_secret') ?? undefined
  return { method: clientSecret === undefined ? 'none' : 'client_secret_post', clientId, clientSecret }
}

function inHeader(authorization: string): PresentedClient | undefined {
  const credentials = /^basic +([A-Za-z0-9+/]+=*)$/i.exec(authorization)?.[1]
  if (credentials === undefined) return undefined
  const [id = '', ...secret] = Buffer.from(credentials, 'base64').toString().split(':')
  const clientId = formDecode(id)
  const clientSecret = formDecode(secret.join(':'))
  return clientId === undefined ? undefined : { method: 'client_secret_basic', clientId, clientSecret }
}

/** Both parts are form-encoded before they are joined (RFC 6749 §2.3.1). */
function formDecode(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return undefined
  }
}
