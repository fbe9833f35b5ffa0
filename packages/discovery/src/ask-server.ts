import { type BearerChallenge, selectBearerChallenge } from './challenge.ts'
import { DiscoveryError } from './discovery-error.ts'
import { blockedRequest } from './documents.ts'
import { parseObject } from './untrusted/json-values.ts'
import { loginPage, loginProxy } from './untrusted/login-proxy.ts'
import { isTransient } from './untrusted/network-failure.ts'
import { displayUrl } from './untrusted/quote-untrusted.ts'
import { discard, readText } from './untrusted/read-body.ts'
import { followWithinOrigin, redirectReason } from './untrusted/redirects.ts'
import { type RequestFailure, requestWithin } from './untrusted/request-within.ts'
import { retryAfter, tryAgain } from './untrusted/retry-after.ts'

export interface ProbeOptions {
  readonly fetch?: typeof globalThis.fetch | undefined
  readonly signal?: AbortSignal | undefined
  /** In ms. Default: 30 000. */
  readonly timeLimit?: number | undefined
}

/** The answer of a server to a request without a token. */
export interface ProbeResult {
  readonly status: number
  /** Whether the answer is a web page. */
  readonly html: boolean
  /** The reason why a redirect was not followed, where the answer is one. */
  readonly redirect?: string | undefined
  /** Whether the answer is a message or a stream of MCP, an error included, so that a server is there. */
  readonly isMcp: boolean
  /** Whether the answer is the result of the request, so that the server needs no token. */
  readonly isResult?: boolean | undefined
  /** The challenge of a 401, or of a 403: some servers refuse a request without a token with 403. */
  readonly challenge?: BearerChallenge | undefined
  /** The `Mcp-Session-Id` of the session that the answer began. */
  readonly session?: string | undefined
  /** The login proxy that answered in the server's place. */
  readonly loginProxy?: string | undefined
}

/**
 * Sends one request to an MCP server, without a token.
 *
 * @throws DiscoveryError `unreachable` where there is no answer or it says "not now", `insecure_url` where a guarded fetch
 * does not send it; the reason of the signal where it aborts
 */
export async function askServer(
  serverUrl: string,
  // Some servers sleep until they are asked, and take long to begin.
  { fetch = globalThis.fetch, signal, timeLimit = 30_000 }: ProbeOptions,
  init: RequestInit,
): Promise<ProbeResult> {
  const send = async (limited: AbortSignal): Promise<ProbeResult> => {
    const request = { ...init, signal: limited }
    const follows = init.redirect !== 'manual'
    return read(await (follows ? followWithinOrigin(fetch, serverUrl, request) : fetch(serverUrl, request)), serverUrl)
  }
  const fail = ({ cause, blocked, isLate, reason, next }: RequestFailure): never => {
    if (cause instanceof DiscoveryError) throw cause
    if (blocked) throw blockedRequest(serverUrl, blocked)
    const problem = isLate ? `gave ${reason}` : `cannot be reached (${reason})`
    const message = `${displayUrl(serverUrl)} ${problem}. ${next ?? 'Is the URL right and the server running?'}`
    throw new DiscoveryError('unreachable', message, { cause })
  }
  return requestWithin({ timeLimit, signal }, send, fail)
}

/** Whether a server said that it wants authorization. */
export function isRefused({ status, challenge }: ProbeResult): boolean {
  return status === 401 || challenge !== undefined
}

/** Reads whether an MCP server, a login page or another program answered. A stream is not read. */
async function read(response: Response, serverUrl: string): Promise<ProbeResult> {
  const { status, headers } = response
  if (isTransient(status)) {
    await discard(response)
    const wait = retryAfter(headers)
    const message = `${displayUrl(serverUrl)} answered ${status}. ${tryAgain(wait)}`
    throw new DiscoveryError('unreachable', message, { retryAfter: wait })
  }
  const type = headers.get('content-type')?.toLowerCase() ?? ''
  const html = type.startsWith('text/html')
  // A refusal may come from a gateway, so its body says nothing about the MCP server.
  const isRefusing = status === 401 || status === 403
  const isJson = type.startsWith('application/json') && !isRefusing
  const text = (html && status !== 401) || isJson ? await readText(response) : undefined
  if (!response.bodyUsed) await discard(response)
  // Servers of earlier revisions refuse a request that does not begin a session, many with 400 and a message of
  // JSON-RPC.
  const message = isJson && text !== undefined ? parseObject(text) : undefined
  const isMessage = message?.jsonrpc === '2.0'
  const isStream = status < 300 && type.startsWith('text/event-stream')
  const isAccepted = status === 202 && !html
  const challenge = isRefusing ? selectBearerChallenge(headers) : undefined
  const proxy = loginProxy(response, serverUrl) ?? (html && text && loginPage(text) ? 'of its operator' : undefined)
  return {
    status,
    html,
    redirect: redirectReason(response, serverUrl),
    isMcp: isMessage || isStream || isAccepted,
    isResult: (isMessage && Object.hasOwn(message, 'result')) || undefined,
    challenge,
    session: response.ok ? (headers.get('mcp-session-id') ?? undefined) : undefined,
    loginProxy: challenge ? undefined : proxy,
  }
}
