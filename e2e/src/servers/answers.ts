import type { MockServer, OverrideEndpoint } from '@fast-agent-auth/mock-server'

/** An answer without a body. */
export const empty =
  (status: number, headers: Readonly<Record<string, string>> = {}): OverrideEndpoint =>
  () =>
    new Response(null, { status, headers })

export const json =
  (body: unknown, status = 200): OverrideEndpoint =>
  () =>
    Response.json(body, { status })

/** A page, as proxies and frameworks show it. */
export const page =
  (status: number): OverrideEndpoint =>
  () =>
    new Response('<!doctype html><title>Oops</title>', { status, headers: { 'content-type': 'text/html' } })

/** The connection ends without an answer. */
export const cut: OverrideEndpoint = () => Response.error()

/** A good answer with another status or other headers. */
export const dressed =
  (status: number | undefined, headers: Readonly<Record<string, string>> = {}): OverrideEndpoint =>
  async (_, answer) => {
    const own = await answer()
    if (!own.ok) return own
    const together = new Headers([...own.headers, ...Object.entries(headers)])
    return new Response(await own.text(), { status: status ?? own.status, headers: together })
  }

/** A good answer with another text. */
export const rewritten =
  (rewrite: (text: string) => string): OverrideEndpoint =>
  async (_, answer) => {
    const own = await answer()
    return own.ok ? new Response(rewrite(await own.text()), own) : own
  }

/** Only for requests without a token. */
export const withoutToken =
  (odd: OverrideEndpoint): OverrideEndpoint =>
  (request, answer) =>
    request.headers.has('authorization') ? undefined : odd(request, answer)

/** Only for a refresh. */
export const atRefresh =
  (odd: OverrideEndpoint): OverrideEndpoint =>
  async (request, answer) =>
    (await formOf(request)).get('grant_type') === 'refresh_token' ? odd(request, answer) : undefined

/** The first few answers; afterwards the server is as others are. */
export function times(count: number, odd: OverrideEndpoint): OverrideEndpoint {
  let left = count
  return (request, answer) => (left-- > 0 ? odd(request, answer) : undefined)
}

/** Moved once, within the origin. */
export const moved = (status: number, location: string): OverrideEndpoint => {
  const redirect = empty(status, { location: `${location}?moved` })
  return (request, answer) => (request.url.includes('?') ? undefined : redirect(request, answer))
}

/** For clients that were registered before; new ones are as welcome as ever. */
export function toOldClients({ clients }: MockServer, odd: OverrideEndpoint): OverrideEndpoint {
  const old = clients.map(({ clientId }) => clientId)
  return async (request, answer) =>
    old.includes((await formOf(request)).get('client_id') ?? '') ? odd(request, answer) : undefined
}

/** The parameters of a request, wherever they are. */
export async function formOf(request: Request): Promise<URLSearchParams> {
  return request.method === 'POST'
    ? new URLSearchParams(await request.clone().text())
    : new URL(request.url).searchParams
}

/** The method of a JSON-RPC message. */
export async function methodOf(request: Request): Promise<unknown> {
  if (request.method !== 'POST') return undefined
  return ((await request.clone().json()) as { readonly method?: unknown }).method
}

/** The document of an authorization server, where the mock itself has none. */
export function metadataOf(issuer: string): Response {
  return Response.json({
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    registration_endpoint: `${issuer}/register`,
    response_types_supported: ['code'],
    code_challenge_methods_supported: ['S256'],
    token_endpoint_auth_methods_supported: ['none'],
  })
}
