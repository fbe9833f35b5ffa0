import { askServer, type Probed, type ProbeOptions } from './ask-server.ts'
import { protocolVersion } from './protocol-version.ts'

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

// Some never answer what they do not know: the next question is then asked soon enough.
const timeLimit = 15_000

/**
 * Provokes the 401 of a server that wants authorization and reads its challenge.
 *
 * @throws DiscoveryError `unreachable`
 */
export async function probe(serverUrl: string, options: ProbeOptions = {}): Promise<Probed> {
  const asked = { timeLimit, ...options }
  const posted = await askServer(serverUrl, asked, {
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
  const isStream = [404, 405].includes(posted.status) && !posted.isMcp
  const opened = isStream ? await askServer(serverUrl, asked, { headers: { accept: 'text/event-stream' } }) : posted
  // A 405 says nothing new: only the method of the second request is refused.
  return opened.status === 405 ? posted : opened
}
