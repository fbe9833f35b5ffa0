/** A refresh request (RFC 6749 §6), as far as it takes to know it again. */
export interface RefreshRequest {
  /** The same for requests of the same URL, body and headers. It holds secrets: for comparison only. */
  readonly key: string
  readonly refreshToken: string
}

/** The refresh request that a `fetch` was asked for, or `undefined` for any other. Consumes nothing. */
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
  // A proof is for one request alone, and a dispatcher may be who is asking.
  if (headers.has('dpop') || (init && 'dispatcher' in init)) return undefined
  const url = request?.url ?? String(input)
  // A form is of one type, whether that is said or not.
  headers.delete('content-type')
  return { key: JSON.stringify([url, body, ...headers]), refreshToken }
}

/** A form as text. By its type: a message to an MCP server may hold any text. */
async function formOf(body: BodyInit | Request | null | undefined, type: string): Promise<string | undefined> {
  if (body instanceof URLSearchParams) return body.toString()
  if (!type.toLowerCase().startsWith('application/x-www-form-urlencoded')) return undefined
  if (typeof body === 'string') return body
  return body instanceof Request && !body.bodyUsed ? body.clone().text() : undefined
}
