import { type BearerChallenge, selectBearerChallenge } from './challenge.ts'
import { DiscoveryError } from './discovery-error.ts'
import { refused } from './documents.ts'
import { protocolVersion } from './protocol-version.ts'
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
import { shownUrl } from './untrusted/shown.ts'

export interface ProbeOptions {
  readonly fetch?: typeof globalThis.fetch | undefined
  readonly signal?: AbortSignal | undefined
}

/** The answer of a server to somebody without a token. */
export interface Probed {
  readonly status: number
  /** Whether it answered with a page for people. */
  readonly html: boolean
  /** Why a redirect was not followed, where that is how it answered. */
  readonly redirect?: string | undefined
  /** Whether the answer is one that MCP knows, be it a refusal: the server is there. */
  readonly isMcp: boolean
  /** Of a 401, or of a 403, as some servers refuse who has no token. */
  readonly challenge?: BearerChallenge | undefined
}

const timeLimit = 10_000

// Complete, as the official SDK sends it: a GET, a `ping` or an `initialize` each miss the challenge of some servers.
const discoverRequest = {
  jsonrpc: '2.0',
  id: 0,
  method: 'server/discover',
  params: {
    _meta: {
      'io.modelcontextprotocol/protocolVersion': protocolVersion,
      'io.modelcontextprotocol/clientInfo': { name: 'fast-agent-auth', version: '0' },
      'io.modelcontextprotocol/clientCapabilities': {},
    },
  },
}

/**
 * Provokes the 401 of a server that wants authorization and reads its challenge.
 *
 * @throws DiscoveryError `unreachable`
 */
export async function probe(
  serverUrl: string,
  { fetch = globalThis.fetch, signal }: ProbeOptions = {},
): Promise<Probed> {
  const send = async (init: RequestInit): Promise<{ readonly response: Response; readonly isMcp: boolean }> => {
    signal?.throwIfAborted()
    const limit = AbortSignal.timeout(timeLimit)
    try {
      const response = await followWithinOrigin(fetch, serverUrl, {
        ...init,
        signal: signal ? AbortSignal.any([signal, limit]) : limit,
      })
      const isMcp = await isAnswerOfMcp(response)
      if (!response.bodyUsed) await discard(response)
      return { response, isMcp }
    } catch (cause) {
      signal?.throwIfAborted()
      if (isRefusal(cause)) throw refused(serverUrl, cause)
      const { reason, next = 'Is the URL right and the server running?' } = networkFailure(cause)
      const what = limit.aborted ? `gave no answer within ${timeLimit / 1000} s` : `cannot be reached (${reason})`
      throw new DiscoveryError('unreachable', `${shownUrl(serverUrl)} ${what}. ${next}`, { cause })
    }
  }
  const posted = await send({
    method: 'POST',
    headers: {
      accept: 'application/json, text/event-stream',
      'content-type': 'application/json',
      'mcp-protocol-version': protocolVersion,
      'mcp-method': discoverRequest.method,
    },
    body: JSON.stringify(discoverRequest),
  })
  // An SSE endpoint knows no POST.
  const isStream = [404, 405].includes(posted.response.status) && !posted.isMcp
  const opened = isStream ? await send({ headers: { accept: 'text/event-stream' } }) : posted
  // A 405 says nothing new: only the method of the second request is refused.
  const { response, isMcp } = opened.response.status === 405 ? posted : opened
  if (isTransient(response.status)) {
    throw new DiscoveryError('unreachable', `${shownUrl(serverUrl)} answered ${response.status}. Try again later.`)
  }
  const { status, headers } = response
  const html = typeOf(headers).startsWith('text/html')
  const challenge = status === 401 || status === 403 ? selectBearerChallenge(headers) : undefined
  return { status, html, redirect: redirectReason(response, serverUrl), isMcp, challenge }
}

/** The media type, of any case (RFC 9110 §8.3.1). */
function typeOf(headers: Headers): string {
  return headers.get('content-type')?.toLowerCase() ?? ''
}

/** Whether an answer is a notification taken (202), a stream of events or a message in JSON-RPC: any program gives others. */
async function isAnswerOfMcp(response: Response): Promise<boolean> {
  const { status, headers } = response
  // A refusal of access tells nothing of the server behind it; a failure may be that of a proxy.
  if (status === 401 || status === 403 || isTransient(status)) return false
  const type = typeOf(headers)
  if (status < 300 && type.startsWith('text/event-stream')) return true
  if (status === 202 && !type.startsWith('text/html')) return true
  if (!type.startsWith('application/json')) return false
  // Servers of earlier revisions refuse whatever is not the beginning of a session, many with 400.
  const text = await readText(response)
  return text !== undefined && parseObject(text)?.jsonrpc === '2.0'
}
