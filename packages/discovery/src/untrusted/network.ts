import { quoteUntrusted } from './quote-untrusted.ts'

const sizeLimit = 1024 * 1024
const redirectLimit = 5
const smallBody = 16 * 1024

/** Sends a request, and again where it is redirected within its origin. Any other redirect is the answer. */
export async function followWithinOrigin(
  fetch: typeof globalThis.fetch,
  url: string,
  init: RequestInit,
): Promise<Response> {
  const { origin } = new URL(url)
  let asked = url
  for (let hops = 0; ; hops++) {
    const response = await fetch(asked, { ...init, redirect: 'manual' })
    const location = locationOf(response, asked)
    if (location === undefined || hops === redirectLimit) return response
    const { href } = location
    // Not the `origin` of the two: a user name would be passed over.
    if (!href.startsWith(`${origin}/`)) return response
    await discard(response)
    asked = href
  }
}

function locationOf({ status, headers }: Response, base: string): URL | undefined {
  const location = status >= 300 && status < 400 ? headers.get('location') : null
  return location !== null && URL.canParse(location, base) ? new URL(location, base) : undefined
}

/** Why the redirect in an answer of the server of `url` was not followed; `undefined` where there is none. */
export function redirectReason(response: Response, url: string): string | undefined {
  const location = locationOf(response, url)
  if (location === undefined) return undefined
  const { protocol, host, href } = location
  if (href.startsWith(`${new URL(url).origin}/`)) return `redirects more than ${redirectLimit} times`
  return `redirects to ${quoteUntrusted(host === '' ? protocol : `${protocol}//${host}`)} and is not followed`
}

/** Whether a status says that the same request may succeed later. */
export function isTransient(status: number): boolean {
  // 407 is a proxy's on the way.
  return status === 407 || status === 408 || status === 429 || status >= 500
}

/** Reads a small body to its end, which lets its connection be used again; gives up any other. Does not fail. */
export async function discard(response: Response): Promise<void> {
  const length = response.headers.get('content-length')
  try {
    // The declared length is the compressed one: the bytes that come of it are counted as well.
    if (length !== null && Number(length) <= smallBody) await readText(response, smallBody)
    else await response.body?.cancel()
  } catch {
    // Nobody wants what cannot be read: it may be compressed otherwise than it says, or be cut.
  }
}

/** The text of a body of at most `limit` bytes (1 MiB); `undefined` where there is more, of which no more is read. */
export async function readText(response: Response, limit: number = sizeLimit): Promise<string | undefined> {
  const decoder = new TextDecoder()
  let text = ''
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength
    // Leaving the loop cancels the body.
    if (size > limit) return undefined
    text += decoder.decode(chunk, { stream: true })
  }
  return text + decoder.decode()
}

/** The JSON object in a text, if it is one. */
export function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
    return value as Readonly<Record<string, unknown>>
  } catch {
    return undefined
  }
}

/** Whether a guarded fetch did not ask at all: to ask again would not help. */
export function isRefusal(error: unknown): error is Error {
  if (!(error instanceof Error) || error.name !== 'GuardedFetchError' || !('code' in error)) return false
  return error.code === 'insecure_url' || error.code === 'address_refused'
}

/** Whether a guarded fetch gave up an answer for its size. */
export function isTooLarge(error: unknown): boolean {
  return error instanceof Error && error.name === 'GuardedFetchError' && 'code' in error && error.code === 'too_large'
}

/** Why a request got no answer. */
export interface NetworkFailure {
  readonly reason: string
  /** The next step, where the fault is not that of the server; a sentence. */
  readonly next?: string | undefined
}

/** The words of `networkFailure` for the reason alone. */
export function networkReason(error: unknown): string {
  return networkFailure(error).reason
}

/** `fetch failed` says nothing; the code of its cause (ECONNREFUSED, SELF_SIGNED_CERT_IN_CHAIN, …) does. */
export function networkFailure(error: unknown): NetworkFailure {
  // A guarded fetch says more, in a sentence, and the next step in another where the server is not at fault.
  if (error instanceof Error && error.name === 'GuardedFetchError') {
    const elsewhere = 'code' in error && (error.code === 'proxy_failed' || error.code === 'unavailable')
    if (!elsewhere) return { reason: error.message.replace(/\.$/, '') }
    const [reason = '', next] = error.message.split(/\. (.*)/s)
    return { reason: reason.replace(/^The /, 'the '), next }
  }
  const cause = error instanceof Error ? error.cause : undefined
  if (typeof cause === 'object' && cause !== null && 'code' in cause && typeof cause.code === 'string')
    return codeFailure(cause.code)
  return { reason: error instanceof Error ? error.message : String(error) }
}

const unknownAuthority = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
])

/** The words for what Node and OpenSSL call by a code. */
export function codeFailure(code: string): NetworkFailure {
  if (unknownAuthority.has(code)) {
    const reason = `its certificate is signed by an authority that Node does not know: ${code}`
    const next =
      'Set NODE_EXTRA_CA_CERTS=/path/to/ca.pem to the certificate of that authority, or NODE_USE_SYSTEM_CA=1 where this system knows it (Node 22.19, 24.6 or newer).'
    return { reason, next }
  }
  if (code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID') {
    const reason = `its certificate ${code === 'CERT_HAS_EXPIRED' ? 'has expired' : 'is not valid yet'}: ${code}`
    return { reason, next: 'Is the clock of this machine right? Else tell its operator.' }
  }
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return { reason: `its certificate is for another host: ${code}`, next: 'Check the URL, or tell its operator.' }
  }
  return { reason: code }
}
