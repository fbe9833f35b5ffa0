import { afterEach, describe, expect, it, vi } from 'vitest'
import { createDocuments } from '../src/documents.ts'
import { discover } from '../src/index.ts'
import { networkReason } from '../src/untrusted/failures.ts'

const serverUrl = 'https://mcp.example/mcp'
const mcpOrigin = new URL(serverUrl).origin
const url = `${mcpOrigin}/.well-known/oauth-protected-resource/mcp`
const issuer = 'https://as.example'
const document = { resource: serverUrl, authorization_servers: [issuer] }

/** As a browser says it, which names no cause. */
const refusedByBrowser = (): TypeError => new TypeError('Failed to fetch')
const versionOf = (init?: RequestInit): string => new Headers(init?.headers).get('mcp-protocol-version') ?? 'none'

const inBrowser = (): unknown => vi.stubGlobal('process', undefined)
afterEach(() => vi.unstubAllGlobals())

/** A `fetch` that fails like this for a request that says its protocol version, and what it was asked. */
function failing(fail: () => unknown, answer: () => Response | Promise<Response> = () => Response.json(document)) {
  const asked: string[] = []
  const fetch: typeof globalThis.fetch = async (input, init) => {
    asked.push(`${versionOf(init)} ${String(input)}`)
    if (versionOf(init) !== 'none') throw fail()
    return answer()
  }
  return { fetch, asked }
}

describe('metadata that any origin may read, of a server that answers OPTIONS with 404,', () => {
  it('is read in a browser, without the header that needs the OPTIONS', async () => {
    inBrowser()
    const { fetch, asked } = failing(refusedByBrowser)
    expect(await createDocuments({ fetch, mcpOrigin }).get(url)).toEqual({ kind: 'found', url, document })
    expect(asked).toEqual([`2026-07-28 ${url}`, `none ${url}`])
  })

  it('leads to the authorization server', async () => {
    inBrowser()
    const server = { issuer, authorization_endpoint: `${issuer}/a`, token_endpoint: `${issuer}/t` }
    const metadata = { ...server, response_types_supported: ['code'], code_challenge_methods_supported: ['S256'] }
    const fetch: typeof globalThis.fetch = async (input, init) => {
      const asked = String(input)
      if (asked === serverUrl) return new Response(null, { status: 401, headers: { 'www-authenticate': 'Bearer' } })
      if (versionOf(init) !== 'none') throw refusedByBrowser()
      if (asked === url) return Response.json(document)
      return asked.startsWith(issuer) ? Response.json(metadata) : new Response(null, { status: 404 })
    }
    expect(await discover(serverUrl, { fetch })).toMatchObject({ server: { issuer } })
  })
})

describe('a request for metadata that fails is not sent twice', () => {
  it('outside a browser, whatever fails', async () => {
    const { fetch, asked } = failing(refusedByBrowser)
    expect(await createDocuments({ fetch, mcpOrigin }).get(url)).toMatchObject({ kind: 'transient' })
    expect(asked).toHaveLength(1)
  })

  it.each<[string, string, () => Error, number]>([
    ['where the guard refuses', mcpOrigin, () => Object.assign(new Error('No.'), { name: 'GuardedFetchError' }), 1],
    ['where the failure is of another kind', mcpOrigin, () => new DOMException('Gone', 'NetworkError'), 1],
    ['where it bore no such header', 'https://other.example', refusedByBrowser, 1],
    ['more than that once', mcpOrigin, refusedByBrowser, 2],
  ])('%s', async (_, origin, fail, times) => {
    inBrowser()
    const { fetch, asked } = failing(fail, () => Promise.reject(fail()))
    const answer = await createDocuments({ fetch, mcpOrigin: origin }).get(url)
    expect(answer).toMatchObject({ kind: 'transient', reason: `cannot be reached (${networkReason(fail())})` })
    expect(asked).toHaveLength(times)
  })

  it('where the caller gave up meanwhile', async () => {
    inBrowser()
    const controller = new AbortController()
    const { fetch, asked } = failing(() => {
      controller.abort(new Error('gone'))
      return refusedByBrowser()
    })
    const asking = createDocuments({ fetch, mcpOrigin, signal: controller.signal }).get(url)
    await expect(asking).rejects.toThrow('gone')
    expect(asked).toHaveLength(1)
  })
})
