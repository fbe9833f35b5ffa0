import { type AccessToken, AuthorizationError, isAccessToken } from '@fast-agent-auth/flow'
import { type Answered, type Send, sendWithinOrigin } from './within-origin.ts'

/** What a request is for, as far as it decides who may be asked and what a failure looks like. */
export type RequestKind = 'call' | 'opening_stream' | 'background_stream' | 'closing'

/** A request as its caller made it, to be sent once or more. */
export interface SentRequest {
  readonly kind: RequestKind
  readonly isPost: boolean
  readonly replayable: boolean
  readonly signal: AbortSignal | undefined
  /** As the caller gave them. */
  readonly headers: Headers
  /** Whether a redirect is the caller's own to follow, or not to. */
  readonly callerRedirects: boolean
  send(fetch: typeof globalThis.fetch, tokens: AccessToken | undefined): Promise<Answered>
}

/** Looks at the URL alone: a request to somebody else is not ours to read. */
export function urlOf(input: string | URL | Request): URL {
  if (input instanceof URL) return input
  return new URL(typeof input === 'string' ? input : input.url)
}

/**
 * @param url the input's own
 * @param isAnswered whether a message that was posted to a URL was taken
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
      // Copied only for a second time: whoever was given the first may hold it still.
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

/** The error of whoever takes what is no header would quote it. */
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
  // Within a session nobody asked for this request: the transport opens it by itself.
  // A version alone does not tell: some hosts name one with the stream that opens an SSE connection.
  if (headers.has('mcp-session-id') || (headers.has('mcp-protocol-version') && isAnswered())) return 'background_stream'
  return headers.get('accept')?.includes('text/event-stream') ? 'opening_stream' : 'call'
}

function isStream(body: BodyInit | null | undefined): boolean {
  return typeof body === 'object' && body !== null && (body instanceof ReadableStream || Symbol.asyncIterator in body)
}
