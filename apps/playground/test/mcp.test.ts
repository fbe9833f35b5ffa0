import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { SSEClientTransport } from '@modelcontextprotocol/sdk/client/sse.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Playground, scriptedPerson, startPlayground } from '../src/index.ts'
import { signIn } from './sign-in.ts'

let playground: Playground
beforeAll(async () => {
  playground = await startPlayground()
})
afterAll(() => playground.close())

type Kind = 'http' | 'sse'
const urlOf = (kind: Kind): string => (kind === 'http' ? playground.mcpUrl : playground.sseUrl)

async function accessToken(kind: Kind, scope: string, user = 'alex'): Promise<string> {
  const { issuer } = playground
  const { tokens } = await signIn({ issuer, resource: urlOf(kind), person: scriptedPerson({ user }), scope })
  return tokens.access_token
}

async function connect(kind: Kind, token: string): Promise<Client> {
  const withToken: typeof fetch = (input, init) => {
    const headers = new Headers(init?.headers)
    headers.set('authorization', `Bearer ${token}`)
    return fetch(input, { ...init, headers })
  }
  const Transport = kind === 'http' ? StreamableHTTPClientTransport : SSEClientTransport
  const client = new Client({ name: 'test', version: '0.0.0' })
  await client.connect(new Transport(new URL(urlOf(kind)), { fetch: withToken }) as Transport)
  return client
}

async function textOf(client: Client, name: string, input: Record<string, unknown> = {}): Promise<unknown> {
  const { content } = await client.callTool({ name, arguments: input })
  return (content as { text: string }[])[0]?.text
}

function post(path: string, token: string | undefined, body: unknown = {}): Promise<Response> {
  const headers = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' }
  return fetch(new URL(path, playground.mcpUrl), {
    method: 'POST',
    headers: token === undefined ? headers : { ...headers, authorization: `Bearer ${token}` },
    body: JSON.stringify(body),
  })
}

describe.each<Kind>(['http', 'sse'])('the official client over %s', (kind) => {
  it('lists the tools and calls them as the person who signed in', async () => {
    const client = await connect(kind, await accessToken(kind, 'mcp:read'))
    const { tools } = await client.listTools()
    expect(tools.map(({ name }) => name)).toEqual(['whoami', 'add', 'write_note'])
    expect(await textOf(client, 'whoami')).toBe('{"user":"alex","scopes":["mcp:read"]}')
    expect(await textOf(client, 'add', { a: 1, b: 2 })).toBe('3')
    expect(await client.callTool({ name: 'add', arguments: { a: 1 } })).toMatchObject({ isError: true })
    await client.close()
  })

  it('keeps the notes of two people apart', async () => {
    const [alice, bob] = await Promise.all(
      ['alice', 'bob'].map(async (user) => connect(kind, await accessToken(kind, 'mcp:read mcp:write', user + kind))),
    )
    if (!alice || !bob) throw new Error('nobody is there')
    await textOf(alice, 'write_note', { text: 'one' })
    expect(await textOf(alice, 'write_note', { text: 'two' })).toBe('Noted. You have 2 notes.')
    expect(await textOf(bob, 'write_note', { text: 'one' })).toBe('Noted. You have 1 note.')
    await Promise.all([alice.close(), bob.close()])
  })

  it('may not write with a token for reading', async () => {
    const client = await connect(kind, await accessToken(kind, 'mcp:read'))
    const from = playground.requests.length
    await expect(textOf(client, 'write_note', { text: 'one' })).rejects.toThrow('insufficient_scope')
    const posts = playground.requests.slice(from).filter(({ method }) => method === 'POST')
    expect(posts).toEqual([
      { server: 'mcp', method: 'POST', path: kind === 'http' ? '/mcp' : '/messages', status: 403 },
    ])
    await client.close()
  })
})

describe('the wire of 2026-07-28', () => {
  it('is served at the same URL', async () => {
    const meta = {
      'io.modelcontextprotocol/protocolVersion': '2026-07-28',
      'io.modelcontextprotocol/clientInfo': { name: 'test', version: '0.0.0' },
      'io.modelcontextprotocol/clientCapabilities': {},
    }
    const headers = {
      authorization: `Bearer ${await accessToken('http', 'mcp:read')}`,
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      'mcp-protocol-version': '2026-07-28',
      'mcp-method': 'tools/call',
      'mcp-name': 'whoami',
    }
    const params = { name: 'whoami', arguments: {}, _meta: meta }
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params })
    const response = await fetch(playground.mcpUrl, { method: 'POST', headers, body })
    expect(response.headers.get('mcp-session-id')).toBeNull()
    expect(await response.json()).toMatchObject({
      result: { content: [{ text: '{"user":"alex","scopes":["mcp:read"]}' }], resultType: 'complete' },
    })
  })
})

describe('a challenge', () => {
  it.each(['mcp', 'sse'])('asks whoever comes to /%s without a token for the scope to read', async (name) => {
    const response = name === 'mcp' ? await post('/mcp', undefined) : await fetch(playground.sseUrl)
    const { origin } = new URL(playground.mcpUrl)
    expect(response.status).toBe(401)
    expect(response.headers.get('www-authenticate')).toBe(
      `Bearer resource_metadata="${origin}/.well-known/oauth-protected-resource/${name}", scope="mcp:read"`,
    )
  })

  it('names a token that is not good', async () => {
    const response = await post('/mcp', 'nonsense')
    expect(response.status).toBe(401)
    expect(response.headers.get('www-authenticate')).toContain('error="invalid_token"')
    expect(response.headers.get('www-authenticate')).toContain('scope="mcp:read"')
  })

  it('meets a token for the other resource', async () => {
    const token = await accessToken('sse', 'mcp:read')
    const response = await post('/mcp', token)
    expect(response.status).toBe(401)
    expect(response.headers.get('www-authenticate')).toContain('The access token is for another resource')
    expect((await post('/messages', token)).status).toBe(404)
  })

  it('asks for the one scope that a tool needs more', async () => {
    const call = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'write_note', arguments: {} } }
    const response = await post('/mcp', await accessToken('http', 'mcp:read'), call)
    const { origin } = new URL(playground.mcpUrl)
    expect(response.status).toBe(403)
    expect(response.headers.get('www-authenticate')).toBe(
      'Bearer error="insufficient_scope", error_description="This needs the scope mcp:write", scope="mcp:write", ' +
        `resource_metadata="${origin}/.well-known/oauth-protected-resource/mcp"`,
    )
  })

  it('asks whoever may only write for the scope to read', async () => {
    const response = await post('/mcp', await accessToken('http', 'mcp:write'), { method: 'tools/list' })
    expect(response.status).toBe(403)
    expect(response.headers.get('www-authenticate')).toContain('scope="mcp:read"')
  })
})

describe('the MCP server', () => {
  it('keeps a session from everybody but the person who opened it', async () => {
    const client = await connect('http', await accessToken('http', 'mcp:read', 'alice'))
    const transport = client.transport as StreamableHTTPClientTransport
    const response = await fetch(playground.mcpUrl, {
      method: 'DELETE',
      headers: {
        authorization: `Bearer ${await accessToken('http', 'mcp:read', 'mallory')}`,
        'mcp-session-id': transport.sessionId ?? '',
      },
    })
    expect(response.status).toBe(404)
    expect(await textOf(client, 'whoami')).toContain('alice')
    await client.close()
  })

  it.each([
    ['POST', '/sse', 405],
    ['PUT', '/mcp', 405],
    ['GET', '/', 404],
  ])('answers %s %s with %d, signed in or not', async (method, path, status) => {
    expect((await fetch(new URL(path, playground.mcpUrl), { method })).status).toBe(status)
  })

  it('refuses what is not JSON', async () => {
    const headers = { authorization: `Bearer ${await accessToken('http', 'mcp:read')}` }
    const response = await fetch(playground.mcpUrl, { method: 'POST', headers, body: '{' })
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ error: { code: -32700 } })
  })
})
