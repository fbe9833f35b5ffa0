import { askServer, isRefused, type Probed, type ProbeOptions } from './ask-server.ts'
import { DiscoveryError } from './discovery-error.ts'

// The first word of clients before that, as they say it.
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
 * Asks as clients of earlier revisions do: a server may not understand the question of today, and refuse only theirs. A
 * session that is begun so is ended. `undefined` where the answers say no more.
 */
export async function probeAsBefore(serverUrl: string, options: ProbeOptions = {}): Promise<Probed | undefined> {
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

/** The answer; `undefined` where there is none: the first question was answered, and a failure here takes nothing back. */
async function ask(serverUrl: string, options: ProbeOptions, init: RequestInit): Promise<Probed | undefined> {
  try {
    return await askServer(serverUrl, options, init)
  } catch (error) {
    options.signal?.throwIfAborted()
    if (error instanceof DiscoveryError) return undefined
    throw error
  }
}
