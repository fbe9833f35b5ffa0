import { protocolVersion } from './protocol-version.ts'
import { discard, followWithinOrigin } from './untrusted/network.ts'

/**
 * Says our protocol version, or leaves it out where that may be all that is refused: some servers answer 400 to a version
 * that they do not know; and a browser first sends an OPTIONS for it, which some servers of public metadata do not know.
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
    // Others have no such rule, and would be asked twice by each server that breaks off.
    if (!isBrowser() || !(error instanceof TypeError) || init.signal.aborted) throw error
  }
  return followWithinOrigin(fetch, url, init)
}

/** Node, Deno and Bun all say which Node they are like. */
function isBrowser(): boolean {
  return globalThis.process?.versions?.node === undefined
}
