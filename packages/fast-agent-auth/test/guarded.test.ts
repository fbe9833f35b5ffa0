import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { memoryTokenStore } from '@fast-agent-auth/token-store'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { type AuthOptions, createAuth } from '../src/index.ts'

type Answers = Readonly<Record<string, (origin: string) => object>>

/** A server on this machine that refuses requests without a token and answers others with JSON. */
async function startServer(answers: Answers): Promise<string> {
  let origin = ''
  const server = createServer(({ url = '' }: IncomingMessage, response: ServerResponse) => {
    const answer = answers[url]
    if (answer) response.end(JSON.stringify(answer(origin)))
    else response.writeHead(url === '/mcp' ? 401 : 404, url === '/mcp' ? { 'www-authenticate': 'Bearer' } : {}).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
  return origin
}

const options: AuthOptions = { store: memoryTokenStore(), redirect: { port: 0 }, openBrowser: async () => {} }

const metadata = (origin: string, members: object = {}): object => ({
  issuer: origin,
  authorization_endpoint: `${origin}/authorize`,
  token_endpoint: `${origin}/token`,
  registration_endpoint: `${origin}/register`,
  code_challenge_methods_supported: ['S256'],
  ...members,
})

const resource = (issuer?: string) => (origin: string) => ({
  resource: `${origin}/mcp`,
  authorization_servers: [issuer ?? origin],
})

describe('what a server names', () => {
  it.each([
    ['https://169.254.169.254', 'is on the local link, which is not allowed'],
    ['https://[fd00:ec2::254]', 'is on the local link, which is not allowed'],
    ['https://224.0.0.1', 'is at an address where no server is'],
  ])('as its authorization server is not asked at %s (V8)', async (issuer, refusal) => {
    const origin = await startServer({ '/.well-known/oauth-protected-resource/mcp': resource(issuer) })
    const failed = createAuth(`${origin}/mcp`, { ...options, store: memoryTokenStore() }).login()
    await expect(failed).rejects.toMatchObject({ name: 'DiscoveryError', code: 'insecure_url' })
    await expect(failed).rejects.toThrow(refusal)
  })

  it('is asked through the guard: an answer without an end is cut off', async () => {
    const origin = await startServer({
      '/.well-known/oauth-protected-resource/mcp': () => ({ much: 'x'.repeat(2 * 1024 * 1024) }),
    })
    const failed = createAuth(`${origin}/mcp`, {
      ...options,
      store: memoryTokenStore(),
      allow: { legacyServers: false },
    }).login()
    await expect(failed).rejects.toThrow('sent more than 1048576 bytes')
  })

  it('is asked through the guard also where another fetch stands in place of the global one (H153)', async () => {
    const asked: string[] = []
    vi.stubGlobal('fetch', async (input: string) => {
      asked.push(String(input))
      return Response.json({ access_token: 'new', token_type: 'Bearer' })
    })
    onTestFinished(() => void vi.unstubAllGlobals())
    const [store, issuer, serverUrl, now] = [
      memoryTokenStore(),
      'https://10.0.0.7',
      'https://mcp.example.com/mcp',
      Date.now(),
    ]
    const tokens = {
      ...{
        issuer,
        tokenEndpoint: `${issuer}/token`,
        clientId: 'a',
        tokenEndpointAuthMethod: 'none',
        resource: serverUrl,
      },
      ...{
        tokenType: 'Bearer',
        accessToken: 'old',
        refreshToken: 'r',
        signedInAt: now,
        obtainedAt: now,
        expiresAt: now - 1,
      },
    }
    await store.update(`tokens:${serverUrl}`, async () => JSON.stringify({ version: 1, tokens }))
    await expect(createAuth(serverUrl, { ...options, store }).token()).rejects.toMatchObject({ code: 'insecure_url' })
    expect(asked).toEqual([])
  })

  it('in a private network is asked where the option allow.networks says so', async () => {
    const sent: string[] = []
    const fetch: typeof globalThis.fetch = async (input) => {
      const url = String(input)
      sent.push(url)
      if (url === 'https://mcp.example.com/mcp') return new Response(null, { status: 401 })
      if (url.startsWith('https://mcp.example.com/.well-known/oauth-protected'))
        return Response.json(resource('https://10.0.0.5')('https://mcp.example.com'))
      if (url.startsWith('https://10.0.0.5/.well-known/')) return Response.json(metadata('https://10.0.0.5'))
      return new Response(null, { status: 404 })
    }
    const login = (allow: AuthOptions['allow']) =>
      createAuth('https://mcp.example.com/mcp', { ...options, store: memoryTokenStore(), fetch, allow }).login()
    await expect(login(undefined)).rejects.toMatchObject({ code: 'insecure_url' })
    expect(sent.filter((url) => url.startsWith('https://10.'))).toEqual([])
    await expect(login({ networks: ['private'] })).rejects.not.toMatchObject({ code: 'insecure_url' })
    expect(sent).toContain('https://10.0.0.5/register')
  })
})

describe('a fetch of one’s own', () => {
  /** A server whose metadata names what a test names, asked by a fetch that makes its own connections. */
  async function loginTo(members: object, answer: (url: string) => Response | undefined = () => undefined) {
    const origin = 'https://mcp.example.com'
    const sent: [string, RequestRedirect | undefined][] = []
    const fetch: typeof globalThis.fetch = async (input, init) => {
      const url = String(input)
      sent.push([url, init?.redirect])
      if (url === `${origin}/mcp`) return new Response(null, { status: 401 })
      if (url.includes('oauth-protected-resource/mcp')) return Response.json(resource()(origin))
      return (
        answer(url) ??
        (url.includes('oauth-authorization-server') ? Response.json(metadata(origin, members)) : json404())
      )
    }
    const failed = createAuth(`${origin}/mcp`, { ...options, store: memoryTokenStore(), fetch }).login()
    const error: unknown = await failed.catch((reason: unknown) => reason)
    return { error, sent }
  }
  const json404 = (): Response => new Response(null, { status: 404 })

  it('asks no address in a private network that a server names', async () => {
    const { error, sent } = await loginTo({ registration_endpoint: 'https://10.0.0.5/register' })
    expect(error).toMatchObject({ name: expect.any(String), code: expect.any(String) })
    expect(sent.filter(([url]) => url.includes('10.0.0.5'))).toEqual([])
  })

  it('follows no redirect to another origin', async () => {
    const elsewhere = 'https://evil.example/metadata'
    const { error, sent } = await loginTo({}, (url) =>
      url.includes('oauth-authorization-server')
        ? new Response(null, { status: 302, headers: { location: elsewhere } })
        : undefined,
    )
    expect(error).toMatchObject({ name: 'DiscoveryError' })
    expect(sent.map(([url]) => url)).not.toContain(elsewhere)
    expect(new Set(sent.map(([, redirect]) => redirect))).toEqual(new Set(['manual']))
  })

  it('reads no more than a document may have', async () => {
    const { error } = await loginTo({ much: 'x'.repeat(2 * 1024 * 1024) })
    expect(error).toMatchObject({ name: 'DiscoveryError', code: 'invalid_metadata' })
    expect(String(error)).toMatch(/sent more than 1048576 bytes/)
  })
})
