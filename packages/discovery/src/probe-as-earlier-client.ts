import { askServer, isRefused, type ProbeOptions, type ProbeResult } from './ask-server.ts'
import { DiscoveryError } from './discovery-error.ts'

// The first request of clients of earlier revisions.
const initializeRequest = {
  jsonrpc: '2.0',
  id: 0,
  method: 'initialize',
  params: {
    protocolVersion: '2025-06-18',
    capabilities: {},
    clientInfo: { name: 'fast-agent-auth', version: '0' },
  },
}

/**
 * Sends the requests of clients of earlier revisions: a server may not know `server/discover`, and refuse only the
 * earlier ones. A session that begins so is ended. `undefined` where neither answer is a refusal or MCP.
 */
export async function probeAsEarlierClient(
  serverUrl: string,
  options: ProbeOptions = {},
): Promise<ProbeResult | undefined> {
  const headers = { accept: 'application/json, text/event-stream', 'content-type': 'application/json' }
  const posted = await ask(serverUrl, options, {
    method: 'POST',
    headers,
    body: JSON.stringify(initializeRequest),
  })
  if (posted?.session !== undefined) {
    const named = { 'mcp-session-id': posted.session, 'mcp-protocol-version': initializeRequest.params.protocolVersion }
    await ask(serverUrl, options, { method: 'DELETE', headers: named, redirect: 'manual' })
  }
  if (posted && isRefused(posted)) return posted
  const opened = await ask(serverUrl, options, { headers: { accept: 'text/event-stream' } })
  if (opened && isRefused(opened)) return opened
  return [posted, opened].find((each) => each?.isMcp)
}

/** The answer; `undefined` where the request failed: the answer of the probe before it still counts. */
async function ask(serverUrl: string, options: ProbeOptions, init: RequestInit): Promise<ProbeResult | undefined> {
  try {
    return await askServer(serverUrl, options, init)
  } catch (error) {
    options.signal?.throwIfAborted()
    if (error instanceof DiscoveryError) return undefined
    throw error
  }
}
