import { withMembers } from '../with-members.ts'
import { dressed, empty, formOf, moved, rewritten } from './answers.ts'
import { everyone, nobody, onlyOurs, onlySdks } from './outcomes.ts'
import { type Odd, type Row, type RowOptions, rowsOf } from './row.ts'

const login = rowsOf('login')
const says =
  (members: Readonly<Record<string, unknown>>): Odd =>
  () => ({ token: withMembers(members) })
const asForm = (text: string): string => String(new URLSearchParams(JSON.parse(text)))
const backend = 'https://login.example.com/token'
const oauth = 'https://auth.example.com/oauth'
/** The token endpoint, played here; the mock's own is behind it. */
const front = (token: ReturnType<typeof empty>, members: Readonly<Record<string, unknown>> = {}): RowOptions => ({
  server: { endpoints: { token: backend, revoke: oauth } },
  odd: () => ({
    authorizationServerMetadata: withMembers({ token_endpoint: oauth, revocation_endpoint: undefined, ...members }),
    revoke: token,
  }),
})
async function forward(form: URLSearchParams, secret: string): Promise<Response> {
  form.delete('client_secret')
  const authorization = `Basic ${btoa(`app:${encodeURIComponent(secret)}`)}`
  const response = await fetch(backend, { method: 'POST', headers: { authorization }, body: form })
  // An answer that came from the network cannot be given once more.
  return new Response(await response.text(), { status: response.status, headers: response.headers })
}
const secretOf = (request: Request): string => atob(request.headers.get('authorization')?.slice(6) ?? '')
const basicAlone = { token_endpoint_auth_methods_supported: ['client_secret_basic'] }
/** A server that takes Basic credentials as they are, and perhaps a secret in the form. */
const undecoded = (secret: string, post = false): RowOptions => ({
  client: { id: 'app', secret },
  ...front(
    async (request) => {
      const form = await formOf(request)
      const inForm = post && form.get('client_secret') === secret
      if (!inForm && secretOf(request) !== `app:${secret}`)
        return Response.json({ error: 'invalid_client' }, { status: 401 })
      return forward(form, secret)
    },
    post ? {} : basicAlone,
  ),
})

/** Answers of the token endpoint to a code. */
export const tokenRows: readonly Row[] = [
  login('tokens answered 201 (Supabase)', everyone, { odd: () => ({ token: dressed(201) }) }),
  login('tokens answered 203 by a proxy', everyone, { odd: () => ({ token: dressed(203) }) }),
  login('tokens as text/html', everyone, {
    odd: () => ({ token: dressed(undefined, { 'content-type': 'text/html' }) }),
  }),
  login('tokens with a byte order mark', everyone, { odd: () => ({ token: rewritten((text) => `\u{FEFF}${text}`) }) }),
  login('tokens as a form for those who do not accept JSON (GitHub)', everyone, {
    odd: () => ({
      token: (request, answer) =>
        request.headers.get('accept')?.includes('json') ? undefined : rewritten(asForm)(request, answer),
    }),
  }),
  login('tokens in another object', nobody, { odd: () => ({ token: rewritten((text) => `{"data":${text}}`) }) }),
  login('tokens behind a 307 within the origin', everyone, { odd: () => ({ token: moved(307, '/token') }) }),
  login('tokens behind a 308 within the origin', everyone, { odd: () => ({ token: moved(308, '/token') }) }),
  login('tokens behind a 301', nobody, { odd: () => ({ token: moved(301, '/token') }) }),
  login('tokens behind a 307 to another host', nobody, front(empty(307, { location: backend }))),
  login('415 to forms whose Content-Type names a charset', everyone, {
    odd: () => ({
      token: ({ headers }) =>
        headers.get('content-type') === 'application/x-www-form-urlencoded'
          ? undefined
          : new Response(null, { status: 415 }),
    }),
  }),
  login('`access_token` ends with a line break', everyone, {
    odd: () => ({ token: rewritten((text) => text.replace(/("access_token":"[^"]+)/, '$1\\n')) }),
  }),
  login('`token_type` left out', onlyOurs, { odd: says({ token_type: undefined }) }),
  login('`token_type` in capitals', everyone, { odd: says({ token_type: 'BEARER' }) }),
  login('`token_type` is empty', everyone, { odd: says({ token_type: '' }) }),
  login('`token_type` is "access_token"', everyone, { odd: says({ token_type: 'access_token' }) }),
  login('`token_type` is "user" (Slack)', everyone, { odd: says({ token_type: 'user' }) }),
  login('`token_type` ends with white space', everyone, { odd: says({ token_type: 'Bearer ' }) }),
  login('`token_type` is DPoP, though nobody asked for it', onlySdks, {
    odd: says({ token_type: 'DPoP' }),
    rule: 'a token is used only in the way that its type says (RFC 6749 §7.1)',
  }),
  login('`expires_in` is null', everyone, { odd: says({ expires_in: null }) }),
  login('`expires_in` is a text', everyone, { odd: says({ expires_in: '3600' }) }),
  login('`expires_in` is a fraction', everyone, { odd: says({ expires_in: 3599.87 }) }),
  login('`expires_in` is 0, for a token that does not expire', everyone, { odd: says({ expires_in: 0 }) }),
  login('`scope` left out', everyone, { odd: says({ scope: undefined }) }),
  login('`scope` is null', onlyOurs, { odd: says({ scope: null }) }),
  login('`scope` is a list', onlyOurs, { odd: says({ scope: ['mcp:read', 'mcp:write'] }) }),
  rowsOf('again')('`scope` has commas (Slack, GitHub), and a person signs in once more', everyone, {
    odd: () => ({
      token: withMembers({ scope: 'mcp:read,mcp:write' }),
      authorize: (request, answer) => (request.url.includes('%2C') ? empty(400)(request, answer) : undefined),
    }),
  }),
  login('no refresh token', everyone, { server: { refreshTokens: false } }),
  login('`refresh_token` is null', onlyOurs, { odd: says({ refresh_token: null }) }),
  login('`id_token` is null', onlyOurs, { odd: says({ id_token: null }) }),
  login('`id_token` is no JWT', everyone, { odd: says({ id_token: 'opaque' }) }),
  login('`error` is empty beside the tokens', everyone, { odd: says({ error: '', error_description: '' }) }),
  login('a secret with `/` and `=`, and Basic credentials are not decoded', everyone, undecoded('a/b=c==')),
  login(
    'a secret with `+`, and Basic credentials are not decoded; client_secret_post is offered',
    everyone,
    undecoded('a/b+c==', true),
  ),
  login(
    'a secret with `+` and `%`, and Basic credentials are not decoded; nothing else is offered',
    everyone,
    undecoded('a+b%c=='),
  ),
  login('a secret with `+` and `%`, and Basic credentials are decoded (RFC 6749)', onlyOurs, {
    client: { id: 'app', secret: 'a+b%c' },
  }),
  login('a secret is wanted in the form, though Basic is listed too', onlyOurs, {
    client: { id: 'app', secret: 'hush' },
    ...front(async (request) => {
      const form = await formOf(request)
      if (form.get('client_secret') !== 'hush') return Response.json({ error: 'invalid_client' }, { status: 401 })
      return forward(form, 'hush')
    }),
  }),
]
