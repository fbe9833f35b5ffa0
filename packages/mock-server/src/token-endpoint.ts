import { createHash } from 'node:crypto'
import { readForm, refuse } from './client-authentication.ts'
import { type Context, refuseResource } from './context.ts'
import type { Grant } from './issued-tokens.ts'
import type { MockClient } from './options.ts'
import { scopesOf } from './values.ts'

/** The token endpoint (RFC 6749 §3.2): codes and refresh tokens become access tokens. */
export async function respondToken(request: Request, context: Context): Promise<Response> {
  const read = await readForm(request, context)
  if (read instanceof Response) return read
  const { form, client } = read
  const refusal = refuseResource(form.getAll('resource'), context)
  switch (form.get('grant_type')) {
    case 'authorization_code':
      return refusal ? refuse('invalid_target', refusal) : exchange(form, client, context)
    case 'refresh_token':
      return refusal ? refuse('invalid_target', refusal) : refresh(form, client, context)
    case null:
      return refuse('invalid_request', 'The parameter grant_type is missing.')
    default:
      return refuse('unsupported_grant_type', 'The grant_type is neither authorization_code nor refresh_token.')
  }
}

function exchange(form: URLSearchParams, client: MockClient, { settings, codes, tokens }: Context): Response {
  const value = form.get('code') ?? ''
  const code = codes.get(value)
  if (code?.clientId !== client.clientId) return refuse('invalid_grant', 'The code is unknown.')
  if (code.used) {
    // One of the two users of the code is a thief, so all its tokens are revoked (RFC 6749 §4.1.2).
    tokens.revokeFamily(code.family)
    return refuse('invalid_grant', 'The code has been used before.')
  }
  codes.set(value, { ...code, used: true })
  if (code.expiresAt <= settings.now()) return refuse('invalid_grant', 'The code has expired.')
  if (code.redirectUri !== form.get('redirect_uri')) {
    return refuse('invalid_grant', 'The redirect_uri is not the one that the code was sent to.')
  }
  if (code.resource !== undefined && code.resource !== form.get('resource')) {
    return refuse('invalid_target', 'The resource is not the one that the code was asked for.')
  }
  const verifier = form.get('code_verifier') ?? ''
  if (createHash('sha256').update(verifier).digest('base64url') !== code.codeChallenge) {
    return refuse('invalid_grant', 'The code_verifier does not match the code_challenge.')
  }
  const accessToken = tokens.issueAccess(code)
  const refreshable = settings.refreshTokens && (client.grantTypes?.includes('refresh_token') ?? true)
  return respond(accessToken, refreshable ? tokens.issueRefresh(code).value : undefined, settings.accessTokenLifetime)
}

function refresh(form: URLSearchParams, client: MockClient, { settings, tokens }: Context): Response {
  const present = tokens.refresh.get(form.get('refresh_token') ?? '')
  if (present?.clientId !== client.clientId) return refuse('invalid_grant', 'The refresh token is unknown.')
  if (present.state === 'used') {
    // The client or a thief has the newer token, so that is revoked too (RFC 9700 §4.14.2).
    tokens.revokeFamily(present.family)
    return refuse('invalid_grant', 'The refresh token has been used before.')
  }
  if (present.state === 'revoked') return refuse('invalid_grant', 'The refresh token has been revoked.')
  const scope = form.get('scope') ?? present.scope
  if (!scopesOf(scope).every((name) => scopesOf(present.scope).includes(name))) {
    return refuse('invalid_scope', 'A refresh cannot widen the scope.')
  }
  const accessToken = tokens.issueAccess({ ...present, scope })
  if (!settings.rotation) return respond(accessToken, undefined, settings.accessTokenLifetime)
  tokens.markUsed(present)
  return respond(accessToken, tokens.issueRefresh(present).value, settings.accessTokenLifetime)
}

function respond(
  accessToken: Grant & { readonly value: string },
  refreshToken: string | undefined,
  lifetime: number | undefined,
): Response {
  return Response.json(
    {
      access_token: accessToken.value,
      token_type: 'Bearer',
      expires_in: lifetime,
      refresh_token: refreshToken,
      scope: accessToken.scope,
    },
    { headers: { 'cache-control': 'no-store', pragma: 'no-cache' } },
  )
}
