/** A refresh request (RFC 6749 §6), with a key that identifies it. */
export interface RefreshRequest {
  /** Equal for requests of the same URL, body and headers. It holds secrets: never print it. */
  readonly key: string
  readonly refreshToken: string
}

/** Reads the arguments of a `fetch` as a refresh request; `undefined` for any other. It leaves the body unread. */
export async function readRefreshRequest(
  input: string | URL | Request,
  init: RequestInit | undefined,
): Promise<RefreshRequest | undefined> {
  const request = typeof input === 'string' || input instanceof URL ? undefined : input
  const method = init?.method ?? request?.method
  if (method?.toUpperCase() !== 'POST') return undefined
  const headers = new Headers(init?.headers ?? request?.headers)
  const body = await formOf(init?.body ?? request, headers.get('content-type') ?? '')
  if (body === undefined) return undefined
  const form = new URLSearchParams(body)
  const refreshToken = form.get('refresh_token')
  if (form.get('grant_type') !== 'refresh_token' || !refreshToken) return undefined
  // A DPoP proof is for one request only, and a dispatcher may belong to one user.
  if (headers.has('dpop') || (init && 'dispatcher' in init)) return undefined
  const url = request?.url ?? String(input)
  // The type is always that of a form, with or without this header.
  headers.delete('content-type')
  return { key: JSON.stringify([url, body, ...headers]), refreshToken }
}

/** The body as text, if its type is that of a form, since a message to an MCP server may hold the text of a form. */
async function formOf(body: BodyInit | Request | null | undefined, type: string): Promise<string | undefined> {
  if (body instanceof URLSearchParams) return body.toString()
  if (!type.toLowerCase().startsWith('application/x-www-form-urlencoded')) return undefined
  if (typeof body === 'string') return body
  return body instanceof Request && !body.bodyUsed ? body.clone().text() : undefined
}
