import { type Attempt, DiscoveryError } from './discovery-error.ts'
import { sendVersioned } from './send-versioned.ts'
import { partsOf } from './untrusted/error-parts.ts'
import { loginPage, loginProxy } from './untrusted/login-proxy.ts'
import {
  discard,
  followWithinOrigin,
  isRefusal,
  isTooLarge,
  isTransient,
  networkReason,
  parseObject,
  readText,
  redirectReason,
} from './untrusted/network.ts'
import { displayUrl } from './untrusted/quote-untrusted.ts'
import { retryAfter } from './untrusted/retry-after.ts'

/** What came of asking for a JSON document. */
export type Answer = { readonly url: string } & (
  | { readonly kind: 'found'; readonly document: Readonly<Record<string, unknown>> }
  | { readonly kind: 'miss'; readonly reason: string }
  /** It is too large. That is no miss: nobody who makes us read no further makes us look elsewhere. */
  | { readonly kind: 'unread'; readonly reason: string }
  | {
      readonly kind: 'transient'
      readonly reason: string
      readonly cause?: unknown
      readonly status?: number
      /** There was no answer, and not for want of time. */
      readonly isCut?: boolean
      readonly retryAfter?: number | undefined
    }
)

/** Fetches JSON documents, each once unless asked again. */
export interface Documents {
  get(url: string): Promise<Answer>
  /** The answer where the question was already asked. */
  known(url: string): Promise<Answer> | undefined
  /** Asks once more, as after an answer that may pass. */
  again(url: string): Promise<Answer>
}

export interface DocumentsOptions {
  readonly fetch?: typeof globalThis.fetch | undefined
  readonly signal?: AbortSignal | undefined
  /** The origin of the MCP server: requests there say our protocol version, as MCP 2025-03-26 wants it. */
  readonly mcpOrigin?: string | undefined
  /** The origin of the issuer that a person named: its documents have room of their own. */
  readonly issuerOrigin?: string | undefined
}

const timeLimit = 30_000
/** In all of a discovery, in characters, those of a person's issuer apart. The servers that a resource names would fill the memory of a small machine. */
const sizeLimit = 2 * 1024 * 1024
// Some servers of files answer 406 to whoever takes JSON alone.
const accept = { accept: 'application/json, */*;q=0.1' }

/** The answers of one discovery: what is asked ahead and needed later is asked once. Rejects on abort, and where a guarded fetch refuses. */
export function createDocuments(options: DocumentsOptions = {}): Documents {
  const { fetch = globalThis.fetch, signal, mcpOrigin, issuerOrigin } = options
  const answers = new Map<string, Promise<Answer>>()
  const [issuerRoom, othersRoom] = [{ left: sizeLimit }, { left: sizeLimit }]
  const again = (url: string): Promise<Answer> => {
    const { origin } = new URL(url)
    const room = origin === issuerOrigin ? issuerRoom : othersRoom
    const answer = ask(url, { fetch, signal, versioned: origin === mcpOrigin, room })
    // An answer that was asked for ahead may never be looked at.
    answer.catch(() => undefined)
    answers.set(url, answer)
    return answer
  }
  return { get: (url) => answers.get(url) ?? again(url), known: (url) => answers.get(url), again }
}

/** Why an answer was of no use, for the list of everything that was tried. */
export function attempt(answer: Answer): Attempt {
  return { url: displayUrl(answer.url), reason: answer.kind === 'found' ? 'names no issuer' : answer.reason }
}

interface Asking {
  readonly fetch: typeof globalThis.fetch
  readonly signal: AbortSignal | undefined
  /** Whether the request says our protocol version. */
  readonly versioned: boolean
  /** How much more is parsed. */
  readonly room: { left: number }
}

async function ask(url: string, { fetch, signal, versioned, room }: Asking): Promise<Answer> {
  signal?.throwIfAborted()
  const limit = AbortSignal.timeout(timeLimit)
  try {
    const init = { headers: accept, signal: signal ? AbortSignal.any([signal, limit]) : limit }
    const response = versioned ? await sendVersioned(fetch, url, init) : await followWithinOrigin(fetch, url, init)
    return await read(url, response, room)
  } catch (cause) {
    signal?.throwIfAborted()
    if (isRefusal(cause)) throw refused(url, cause)
    if (isTooLarge(cause)) return { kind: 'unread', url, reason: `cannot be read (${networkReason(cause)})` }
    const reason = limit.aborted
      ? `no answer within ${timeLimit / 1000} s`
      : `cannot be reached (${networkReason(cause)})`
    return { kind: 'transient', url, reason, cause, isCut: !limit.aborted }
  }
}

/** The error for what a guarded fetch does not ask for. */
export function refused(url: string, cause: Error): DiscoveryError {
  const { problem, ...parts } = partsOf(cause)
  return new DiscoveryError('insecure_url', `${displayUrl(url)} is not asked: ${problem}`, { cause, ...parts })
}

async function read(url: string, response: Response, room: Asking['room']): Promise<Answer> {
  const { status } = response
  // A proxy that changes a document says 203, a cache perhaps 206, a framework 201: what counts is what they hold.
  if (!response.ok) {
    await discard(response)
    const proxy = loginProxy(response, url)
    const behind = proxy === undefined ? '' : `, the login proxy ${proxy} before it`
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
  return {
    kind: 'miss',
    url,
    reason: loginPage(text) ? 'is a page for people to log in, not JSON' : 'is HTML, not JSON',
  }
}
