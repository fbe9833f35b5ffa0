import { type Attempt, DiscoveryError } from './discovery-error.ts'
import { sendVersioned } from './send-versioned.ts'
import { partsOf } from './untrusted/error-parts.ts'
import { parseObject } from './untrusted/json-values.ts'
import { loginPage, loginProxy } from './untrusted/login-proxy.ts'
import { isTooLarge, isTransient } from './untrusted/network-failure.ts'
import { displayUrl } from './untrusted/quote-untrusted.ts'
import { discard, readText } from './untrusted/read-body.ts'
import { followWithinOrigin, redirectReason } from './untrusted/redirects.ts'
import { type RequestFailure, requestWithin } from './untrusted/request-within.ts'
import { retryAfter } from './untrusted/retry-after.ts'

/** The outcome of one request for a JSON document. */
export type DocumentResult = { readonly url: string } & (
  | { readonly kind: 'found'; readonly document: Readonly<Record<string, unknown>> }
  | { readonly kind: 'miss'; readonly reason: string }
  /** The document is too large. That is no miss: a server that pads its answer must not make us look elsewhere. */
  | { readonly kind: 'unread'; readonly reason: string }
  | {
      readonly kind: 'transient'
      readonly reason: string
      readonly cause?: unknown
      readonly status?: number
      /** Whether the connection failed or broke off; false where the time was over. */
      readonly isCut?: boolean
      readonly retryAfter?: number | undefined
    }
)

/** Fetches JSON documents, each once unless `again` is called. */
export interface Documents {
  get(url: string): Promise<DocumentResult>
  /** The result of an earlier `get`, if there was one. */
  known(url: string): Promise<DocumentResult> | undefined
  /** Sends the request once more, as after a transient result. */
  again(url: string): Promise<DocumentResult>
}

export interface DocumentsOptions {
  readonly fetch?: typeof globalThis.fetch | undefined
  readonly signal?: AbortSignal | undefined
  /** The origin of the MCP server: requests there send our protocol version, as MCP 2025-03-26 wants it. */
  readonly mcpOrigin?: string | undefined
  /** The origin of the issuer that a person named: its documents have a size limit of their own. */
  readonly issuerOrigin?: string | undefined
}

const timeLimit = 30_000
/**
 * The size limit of all documents of a discovery, in characters. Many large ones would fill the memory of a small
 * machine.
 */
const sizeLimit = 2 * 1024 * 1024
// Some file servers answer 406 to a request that accepts only JSON.
const accept = { accept: 'application/json, */*;q=0.1' }

/**
 * The documents of one discovery, so that a request sent ahead is not sent again when its answer is needed. The members
 * reject where the signal aborts, and with `insecure_url` where a guarded fetch does not send a request.
 */
export function createDocuments(options: DocumentsOptions = {}): Documents {
  const { fetch = globalThis.fetch, signal, mcpOrigin, issuerOrigin } = options
  const results = new Map<string, Promise<DocumentResult>>()
  const [issuerRoom, othersRoom] = [{ left: sizeLimit }, { left: sizeLimit }]
  const again = (url: string): Promise<DocumentResult> => {
    const { origin } = new URL(url)
    const room = origin === issuerOrigin ? issuerRoom : othersRoom
    const result = request(url, { fetch, signal, versioned: origin === mcpOrigin, room })
    // The result of a request sent ahead may never be looked at.
    result.catch(() => undefined)
    results.set(url, result)
    return result
  }
  return { get: (url) => results.get(url) ?? again(url), known: (url) => results.get(url), again }
}

/** The reason why a result was of no use, for the list of attempts. */
export function attempt(result: DocumentResult): Attempt {
  return { url: displayUrl(result.url), reason: result.kind === 'found' ? 'names no issuer' : result.reason }
}

/** The error of a request that a guarded fetch did not send. */
export function blockedRequest(url: string, cause: Error): DiscoveryError {
  const { problem, ...parts } = partsOf(cause)
  return new DiscoveryError('insecure_url', `${displayUrl(url)} is not asked: ${problem}`, { cause, ...parts })
}

interface DocumentRequest {
  readonly fetch: typeof globalThis.fetch
  readonly signal: AbortSignal | undefined
  /** Whether the request sends our protocol version. */
  readonly versioned: boolean
  /** The number of characters that may still be parsed. */
  readonly room: { left: number }
}

function request(url: string, { fetch, signal, versioned, room }: DocumentRequest): Promise<DocumentResult> {
  const send = async (limited: AbortSignal): Promise<DocumentResult> => {
    const init = { headers: accept, signal: limited }
    return read(url, await (versioned ? sendVersioned : followWithinOrigin)(fetch, url, init), room)
  }
  const fail = ({ cause, blocked, isLate, reason }: RequestFailure): DocumentResult => {
    if (blocked) throw blockedRequest(url, blocked)
    if (isTooLarge(cause)) return { kind: 'unread', url, reason: `cannot be read (${reason})` }
    const problem = isLate ? reason : `cannot be reached (${reason})`
    return { kind: 'transient', url, reason: problem, cause, isCut: !isLate }
  }
  return requestWithin({ timeLimit, signal }, send, fail)
}

async function read(url: string, response: Response, room: DocumentRequest['room']): Promise<DocumentResult> {
  const { status } = response
  // A proxy that changes a document says 203, a cache may say 206, a framework 201: their bodies count all the same.
  if (!response.ok) {
    await discard(response)
    const proxy = loginProxy(response, url)
    const behind = proxy === undefined ? '' : ` (the login proxy ${proxy} is in front of it)`
    const reason = (redirectReason(response, url) ?? `answered ${status}`) + behind
    if (!isTransient(status)) return { kind: 'miss', url, reason }
    return { kind: 'transient', url, reason, status, retryAfter: retryAfter(response.headers) }
  }
  const text = await readText(response)
  if (text === undefined) return { kind: 'unread', url, reason: 'is larger than 1 MiB' }
  if (text.length > room.left)
    return { kind: 'unread', url, reason: 'is larger than 2 MiB with the documents before it' }
  room.left -= text.length
  const document = parseObject(text)
  if (document) return { kind: 'found', url, document }
  if (status !== 200 && status !== 203) return { kind: 'miss', url, reason: `answered ${status}` }
  if (!/^\s*</.test(text)) return { kind: 'miss', url, reason: 'is not a JSON object' }
  const reason = loginPage(text) ? 'is a login page, not JSON' : 'is HTML, not JSON'
  return { kind: 'miss', url, reason }
}
