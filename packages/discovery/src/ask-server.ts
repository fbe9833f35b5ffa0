import { type BearerChallenge, selectBearerChallenge } from './challenge.ts'
import { DiscoveryError } from './discovery-error.ts'
import { refused } from './documents.ts'
import { loginPage, loginProxy } from './untrusted/login-proxy.ts'
import {
  discard,
  followWithinOrigin,
  isRefusal,
  isTransient,
  networkFailure,
  parseObject,
  readText,
  redirectReason,
} from './untrusted/network.ts'
import { displayUrl } from './untrusted/quote-untrusted.ts'
import { retryAfter, tryAgain } from './untrusted/retry-after.ts'

export interface ProbeOptions {
  readonly fetch?: typeof globalThis.fetch | undefined
  readonly signal?: AbortSignal | undefined
  /** In ms. Default: 30 000. */
  readonly timeLimit?: number | undefined
}

/** The answer of a server to somebody without a token. */
export interface Probed {
  readonly status: number
  /** Whether it answered with a page for people. */
  readonly html: boolean
  /** The reason why a redirect was not followed, where the answer is one. */
  readonly redirect?: string | undefined
  /** Whether the answer is one that MCP knows, be it a refusal: the server is there. */
  readonly isMcp: boolean
  /** Whether it answers the question that was asked, to somebody without a token. */
  readonly isResult?: boolean | undefined
  /** Of a 401, or of a 403, as some servers refuse who has no token. */
  readonly challenge?: BearerChallenge | undefined
  /** The session that it began. */
  readonly session?: string | undefined
  /** The login proxy that answered in the server's place. */
  readonly loginProxy?: string | undefined
}

/**
 * One question to an MCP server, without a token.
 *
 * @throws DiscoveryError `unreachable`
 */
export async function askServer(
  serverUrl: string,
  // Some servers sleep until they are asked, and take long to begin.
  { fetch = globalThis.fetch, signal, timeLimit = 30_000 }: ProbeOptions,
  init: RequestInit,
): Promise<Probed> {
  signal?.throwIfAborted()
  const limit = AbortSignal.timeout(timeLimit)
  try {
    const asked = { ...init, signal: signal ? AbortSignal.any([signal, limit]) : limit }
    const follows = init.redirect !== 'manual'
    const response = follows ? await followWithinOrigin(fetch, serverUrl, asked) : await fetch(serverUrl, asked)
    return await read(response, serverUrl)
  } catch (cause) {
    if (cause instanceof DiscoveryError) throw cause
    signal?.throwIfAborted()
    if (isRefusal(cause)) throw refused(serverUrl, cause)
    const { reason, next = 'Is the URL right and the server running?' } = networkFailure(cause)
    const what = limit.aborted ? `gave no answer within ${timeLimit / 1000} s` : `cannot be reached (${reason})`
    throw new DiscoveryError('unreachable', `${displayUrl(serverUrl)} ${what}. ${next}`, { cause })
  }
}

/** Whether a server said that it wants authorization. */
export function isRefused({ status, challenge }: Probed): boolean {
  return status === 401 || challenge !== undefined
}

/** Reads what tells an MCP server, or a page at which people log in, from any other program; nothing of a stream. */
async function read(response: Response, serverUrl: string): Promise<Probed> {
  const { status, headers } = response
  if (isTransient(status)) {
    await discard(response)
    const wait = retryAfter(headers)
    const message = `${displayUrl(serverUrl)} answered ${status}. ${tryAgain(wait)}`
    throw new DiscoveryError('unreachable', message, { retryAfter: wait })
  }
  const type = headers.get('content-type')?.toLowerCase() ?? ''
  const html = type.startsWith('text/html')
  // A refusal of access tells nothing of the server behind it.
  const isRefusing = status === 401 || status === 403
  const isJson = type.startsWith('application/json') && !isRefusing
  const text = (html && status !== 401) || isJson ? await readText(response) : undefined
  if (!response.bodyUsed) await discard(response)
  // Servers of earlier revisions refuse whatever is not the beginning of a session, many with 400.
  const message = isJson && text !== undefined ? parseObject(text) : undefined
  const isMessage = message?.jsonrpc === '2.0'
  const isStream = status < 300 && type.startsWith('text/event-stream')
  const isTaken = status === 202 && !html
  const challenge = isRefusing ? selectBearerChallenge(headers) : undefined
  const proxy = loginProxy(response, serverUrl) ?? (html && text && loginPage(text) ? 'of its operator' : undefined)
  return {
    status,
    html,
    redirect: redirectReason(response, serverUrl),
    isMcp: isMessage || isStream || isTaken,
    isResult: (isMessage && Object.hasOwn(message, 'result')) || undefined,
    challenge,
    session: response.ok ? (headers.get('mcp-session-id') ?? undefined) : undefined,
    loginProxy: challenge ? undefined : proxy,
  }
}
