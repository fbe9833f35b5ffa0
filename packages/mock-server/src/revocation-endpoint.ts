import { readForm, refuse } from './client-authentication.ts'
import type { Context } from './context.ts'

/** Token revocation (RFC 7009 §2): a refresh token takes its whole family with it. */
export async function respondRevoke(request: Request, context: Context): Promise<Response> {
  const read = await readForm(request, context)
  if (read instanceof Response) return read
  const { form, client } = read
  const value = form.get('token')
  if (value === null) return refuse('invalid_request', 'The parameter token is missing.')
  const { tokens } = context
  const refreshToken = tokens.refresh.get(value)
  const issued = refreshToken ?? tokens.access.get(value)
  // An unknown token is as good as revoked (RFC 7009 §2.2); another client's is not this client's to revoke (§2.1).
  if (issued && issued.clientId !== client.clientId) return refuse('invalid_grant', 'The token is of another client.')
  if (refreshToken) tokens.revokeFamily(refreshToken.family)
  tokens.revokeAccess(value)
  return new Response(null, { status: 200 })
}
