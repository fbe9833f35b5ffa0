import { randomUUID } from 'node:crypto'
import { allowsRedirectUri } from './clients.ts'
import { type Context, refuseResource } from './context.ts'
import { repeatedParameter } from './values.ts'

const CODE_LIFETIME = 600_000

/** The authorization endpoint (RFC 6749 §4.1.1). The option `consent` answers in the place of a person. */
export async function respondAuthorize(request: Request, context: Context): Promise<Response> {
  if (request.method !== 'GET') return new Response(null, { status: 405, headers: { allow: 'GET' } })
  const parameters = new URL(request.url).searchParams
  const repeated = repeatedParameter(parameters)
  // The redirect URI is not checked yet, so these errors are shown on a page and not redirected (RFC 6749 §4.1.2.1).
  if (repeated) return page(`The parameter ${repeated} occurs more than once.`)
  const clientId = parameters.get('client_id') ?? ''
  const redirectUri = parameters.get('redirect_uri') ?? ''
  const client = await context.clients.find(clientId)
  if (!client) return page('The client_id is unknown.')
  if (!allowsRedirectUri(client, redirectUri, context.settings.anyLoopbackPort)) {
    return page('The redirect_uri is not one that the client registered.')
  }

  const answer = refuseParameters(parameters, context) ?? (await decide(parameters, context))
  return redirect(redirectUri, {
    ...answer,
    state: parameters.get('state') ?? undefined,
    iss: context.settings.iss ? context.settings.issuer : undefined,
  })
}

type Decision = { readonly code: string } | { readonly error: string; readonly error_description: string }

function refuseParameters(parameters: URLSearchParams, context: Context): Decision | undefined {
  if (parameters.get('response_type') !== 'code') {
    return { error: 'unsupported_response_type', error_description: 'The response_type is not code.' }
  }
  if (parameters.get('code_challenge_method') !== 'S256') {
    return { error: 'invalid_request', error_description: 'The code_challenge_method is not S256.' }
  }
  if (!/^[\w-]{43}$/.test(parameters.get('code_challenge') ?? '')) {
    return { error: 'invalid_request', error_description: 'The code_challenge is not 43 characters of base64url.' }
  }
  const refusal = refuseResource(parameters.getAll('resource'), context)
  return refusal === undefined ? undefined : { error: 'invalid_target', error_description: refusal }
}

async function decide(parameters: URLSearchParams, { settings, codes }: Context): Promise<Decision> {
  const clientId = parameters.get('client_id') ?? ''
  const redirectUri = parameters.get('redirect_uri') ?? ''
  const scope = parameters.get('scope') ?? (settings.scopesSupported ?? []).join(' ')
  const resource = parameters.get('resource') ?? undefined
  const { consent } = settings
  const decision = typeof consent === 'string' ? consent : await consent({ clientId, redirectUri, scope, resource })
  if (decision === 'deny') return { error: 'access_denied', error_description: 'The person declined.' }

  const code = `code-${codes.size + 1}-${randomUUID()}`
  codes.set(code, {
    clientId,
    redirectUri,
    codeChallenge: parameters.get('code_challenge') ?? '',
    resource,
    scope,
    family: randomUUID(),
    expiresAt: settings.now() + CODE_LIFETIME,
    used: false,
  })
  return { code }
}

function page(text: string): Response {
  return new Response(text, { status: 400, headers: { 'content-type': 'text/plain' } })
}

function redirect(redirectUri: string, parameters: Readonly<Record<string, string | undefined>>): Response {
  const location = new URL(redirectUri)
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) location.searchParams.set(name, value)
  }
  return new Response(null, { status: 302, headers: { location: location.href, 'cache-control': 'no-store' } })
}
