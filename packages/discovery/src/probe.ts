import { askServer, type ProbeOptions, type ProbeResult } from './ask-server.ts'
import { protocolVersion } from './send-versioned.ts'

// Complete, as the official SDK sends it: to a GET, a `ping` or an `initialize`, some servers answer without their challenge.
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

// Some servers never answer a method that they do not know: the requests of earlier clients must not wait long.
const timeLimit = 15_000

/**
 * Sends `server/discover` without a token, so that a server that wants authorization answers 401 with its challenge.
 *
 * @throws DiscoveryError `unreachable`, `insecure_url`; the reason of the signal where it aborts
 */
export async function probe(serverUrl: string, options: ProbeOptions = {}): Promise<ProbeResult> {
  const limited = { timeLimit, ...options }
  const posted = await askServer(serverUrl, limited, {
    method: 'POST',
    headers: {
      accept: 'application/json, text/event-stream',
      'content-type': 'application/json',
      'mcp-protocol-version': protocolVersion,
      'mcp-method': discoverRequest.method,
    },
    body: JSON.stringify(discoverRequest),
  })
  // An SSE endpoint of MCP 2024-11-05 takes no POST.
  const isStream = [404, 405].includes(posted.status) && !posted.isMcp
  const opened = isStream ? await askServer(serverUrl, limited, { headers: { accept: 'text/event-stream' } }) : posted
  // A 405 refuses only the method of the second request.
  return opened.status === 405 ? posted : opened
}
