import { type AccessToken, AuthorizationError } from '@fast-agent-auth/flow'
import { isAccessToken } from '@fast-agent-auth/flow/internal'
import { type FollowedResponse, type Send, sendWithinOrigin } from './within-origin.ts'

/** The purpose of a request. It decides whether a person may be asked, and which response or error the caller gets. */
export type RequestKind = 'call' | 'opening_stream' | 'background_stream' | 'closing'

/** A request as its caller made it, to be sent one or more times. */
export interface SentRequest {
  readonly kind: RequestKind
  readonly isPost: boolean
  /** Whether its body can be sent again. */
  readonly replayable: boolean
  readonly signal: AbortSignal | undefined
  /** The headers of the caller. */
  readonly headers: Headers
  /** Whether the caller set `redirect`, and handles redirects itself. */
  readonly callerRedirects: boolean
  send(fetch: typeof globalThis.fetch, tokens: AccessToken | undefined): Promise<FollowedResponse>
}

/** The URL of a request. Nothing else of it is read: it may be for another server. */
export function urlOf(input: string | URL | Request): URL {
  if (input instanceof URL) return input
  return new URL(typeof input === 'string' ? input : input.url)
}

/**
 * Reads the arguments of a `fetch`.
 *
 * @param url the URL of `input`
 * @param isAnswered whether a URL has accepted a POST before
 */
export function readRequest(
  input: string | URL | Request,
  init: RequestInit | undefined,
  url: URL,
  isAnswered: (url: string) => boolean,
): SentRequest {
  const request = typeof input === 'string' || input instanceof URL ? undefined : new Request(input, init)
  const headers = new Headers(request ? request.headers : init?.headers)
  const callerRedirects = (init?.redirect ?? request?.redirect ?? 'follow') !== 'follow'
  const replayable = request !== undefined || !isStream(init?.body)
  let sentOnce = false
  const method = request?.method ?? init?.method ?? 'GET'
  return {
    isPost: method.toUpperCase() === 'POST',
    kind: requestKind(method, headers, () => isAnswered(url.href)),
    replayable,
    signal: request?.signal ?? init?.signal ?? undefined,
    headers,
    callerRedirects,
    async send(fetch, tokens) {
      // Copied from the second time on: the `fetch` below may still hold the headers of the first.
      const sent = sentOnce ? new Headers(headers) : headers
      sentOnce = true
      if (tokens) sent.set('authorization', bearer(tokens))
      const redirect = callerRedirects ? {} : { redirect: 'manual' as const }
      const send: Send = (moved) => {
        if (moved) return fetch(moved.url, movedInit(request?.clone() ?? init, { headers: sent, asGet: moved.asGet }))
        if (request) return fetch(new Request(request.clone(), { headers: sent, ...redirect }))
        return fetch(input, { ...init, headers: sent, ...redirect })
      }
      return callerRedirects ? { response: await send(), asGet: false } : sendWithinOrigin(send, url, { replayable })
    },
  }
}

/** The header for a token. The error of `Headers` for an invalid one would quote the token. */
function bearer({ accessToken }: AccessToken): string {
  if (isAccessToken(accessToken)) return `Bearer ${accessToken}`
  const message =
    'The token source gave no accessToken that can be sent: a text without blanks, line ends and the like.'
  throw new AuthorizationError('invalid_option', message)
}

/** The same request, for another URL of its server. */
function movedInit(
  first: Request | RequestInit | undefined,
  { headers, asGet }: { readonly headers: Headers; readonly asGet: boolean },
): RequestInit {
  const signal = first?.signal ?? null
  if (!asGet && !(first instanceof Request)) return { ...first, headers, redirect: 'manual' }
  const { method = 'GET', body = null } = first ?? {}
  if (!asGet)
    return { method, headers, body, signal, redirect: 'manual', ...(body && { duplex: 'half' }) } as RequestInit
  const plain = new Headers(headers)
  for (const name of ['content-type', 'content-length', 'content-encoding']) plain.delete(name)
  return { method: method.toUpperCase() === 'HEAD' ? 'HEAD' : 'GET', headers: plain, signal, redirect: 'manual' }
}

function requestKind(method: string, headers: Headers, isAnswered: () => boolean): RequestKind {
  if (method.toUpperCase() === 'DELETE') return 'closing'
  if (method.toUpperCase() !== 'GET') return 'call'
  // Within a session the transport opens a stream by itself. A version alone does not mean that there is a session: some
  // hosts send it with the stream that opens an SSE connection.
  if (headers.has('mcp-session-id') || (headers.has('mcp-protocol-version') && isAnswered())) return 'background_stream'
  return headers.get('accept')?.includes('text/event-stream') ? 'opening_stream' : 'call'
}

function isStream(body: BodyInit | null | undefined): boolean {
  return typeof body === 'object' && body !== null && (body instanceof ReadableStream || Symbol.asyncIterator in body)
}
