import { discard } from './untrusted/read-body.ts'
import { followWithinOrigin } from './untrusted/redirects.ts'

/** The newest revision of MCP that is spoken here. */
export const protocolVersion = '2026-07-28'

/**
 * Sends a request with our protocol version, and once more without the version if that may be the only reason for a
 * refusal: some servers answer 400 to a version that they do not know, and some servers of public metadata refuse the
 * OPTIONS request that a browser sends before this header.
 */
export async function sendVersioned(
  fetch: typeof globalThis.fetch,
  url: string,
  init: { readonly headers: Readonly<Record<string, string>>; readonly signal: AbortSignal },
): Promise<Response> {
  try {
    const headers = { ...init.headers, 'mcp-protocol-version': protocolVersion }
    const response = await followWithinOrigin(fetch, url, { ...init, headers })
    if (response.status !== 400) return response
    await discard(response)
  } catch (error) {
    // Outside of a browser there is no OPTIONS: a second request would only bother a server that breaks off.
    if (!isBrowser() || !(error instanceof TypeError) || init.signal.aborted) throw error
  }
  return followWithinOrigin(fetch, url, init)
}

/** Whether this is a browser. Node, Deno and Bun all have a version of Node. */
function isBrowser(): boolean {
  return globalThis.process?.versions?.node === undefined
}
