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
  redirectReason,
} from './untrusted/network.ts'
import { shownUrl } from './untrusted/shown.ts'

export interface ProbeOptions {
  readonly fetch?: typeof globalThis.fetch | undefined
  readonly signal?: AbortSignal | undefined
}

/** How a server answered somebody without a token. */
export interface Probed {
  readonly status: number
  /** Whether it answered with a page for people. */
  readonly html: boolean
  /** Why a redirect was not followed, where that is how it answered. */
  readonly redirect?: string | undefined
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
  const send = async (init: RequestInit): Promise<Response> => {
    signal?.throwIfAborted()
    const limit = AbortSignal.timeout(timeLimit)
    try {
      const response = await followWithinOrigin(fetch, serverUrl, {
        ...init,
        signal: signal ? AbortSignal.any([signal, limit]) : limit,
      })
      await discard(response)
      return response
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
  const isStream = posted.status === 404 || posted.status === 405
  const response = isStream ? await send({ headers: { accept: 'text/event-stream' } }) : posted
  if (isTransient(response.status)) {
    throw new DiscoveryError('unreachable', `${shownUrl(serverUrl)} answered ${response.status}. Try again later.`)
  }
  const { status, headers } = response
  const html = headers.get('content-type')?.startsWith('text/html') ?? false
  const challenge = status === 401 || status === 403 ? selectBearerChallenge(headers) : undefined
  return { status, html, redirect: redirectReason(response, serverUrl), challenge }
}
