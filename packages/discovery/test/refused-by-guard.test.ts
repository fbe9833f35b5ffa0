import { describe, expect, it } from 'vitest'
import { discover, discoverAuthorizationServer } from '../src/index.ts'

/** An error of a guarded fetch, by its name and code, since its class may be another package's copy. */
function guardError(code: string, message: string): Error {
  return Object.assign(new Error(message), { name: 'GuardedFetchError', code })
}

const serverUrl = 'https://mcp.example.com/mcp'

/** A server whose authorization server the guard does not ask. */
function refusing(host: string, error: Error): typeof globalThis.fetch {
  return async (input) => {
    const url = String(input)
    if (new URL(url).host === host) throw error
    if (url.includes('oauth-protected-resource'))
      return Response.json({ resource: serverUrl, authorization_servers: ['https://as.example.com'] })
    return new Response(null, { status: url === serverUrl ? 401 : 404 })
  }
}

describe('a host that a guarded fetch does not ask', () => {
  it.each(['address_refused', 'insecure_url'])('ends discovery for good where it says %s', async (code) => {
    const error = guardError(code, 'as.example.com is at 10.0.0.5, in a private network.')
    const failed = discover(serverUrl, { fetch: refusing('as.example.com', error) })
    await expect(failed).rejects.toMatchObject({
      name: 'DiscoveryError',
      code: 'insecure_url',
      message:
        'https://as.example.com/.well-known/oauth-authorization-server is not asked: as.example.com is at 10.0.0.5, in a private network.',
      cause: error,
    })
  })

  it('may be the MCP server itself', async () => {
    const error = guardError('address_refused', 'mcp.example.com is at 10.0.0.5, in a private network.')
    await expect(discover(serverUrl, { fetch: refusing('mcp.example.com', error) })).rejects.toMatchObject({
      code: 'insecure_url',
      message: `${serverUrl} is not asked: mcp.example.com is at 10.0.0.5, in a private network.`,
    })
  })

  it('may be asked again later where it was too slow', async () => {
    const error = guardError('timed_out', 'https://as.example.com/ gave no answer within 30 s.')
    const failed = discoverAuthorizationServer('https://as.example.com', { fetch: refusing('as.example.com', error) })
    await expect(failed).rejects.toMatchObject({ code: 'unreachable' })
    await expect(failed).rejects.toThrow('cannot be reached (https://as.example.com/ gave no answer within 30 s)')
  })
})
