import { createSession, type TokenSet, type TokenSource } from '@fast-agent-auth/flow'
import { describe, expect, it } from 'vitest'
import { withTokens } from '../src/index.ts'
import { createWorld } from './world.ts'

const serverUrl = 'https://mcp.example.com/mcp'
const evil = 'https://evil.example.com'
const call = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"id":1,"method":"ping"}' }

/** Somebody is signed in at a server that takes no token any more, and names a stranger's resource metadata. */
async function createTurnedWorld(interactive: boolean) {
  const { mock, store, clock, session } = createWorld()
  const held = await session.login()
  const secrets = [held.accessToken, held.refreshToken ?? 'none']
  mock.clear()
  clock.now += 60_000
  const challenge = `Bearer error="invalid_token", resource_metadata="${evil}/metadata?key=hush"`
  mock.override.mcp = () => new Response(null, { status: 401, headers: { 'www-authenticate': challenge } })
  const strangers: string[] = []
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init)
    if (new URL(request.url).origin === evil) strangers.push(request.url)
    return globalThis.fetch(request)
  }
  const now = (): number => clock.now
  const windows: URL[] = []
  const source = createSession(serverUrl, {
    store,
    fetch,
    now,
    listen: () => Promise.reject(new Error('nobody is to be asked')),
    openBrowser: async (url) => void windows.push(url),
  })
  const calling = withTokens(source, { serverUrl, fetch, interactive, now, pause: async () => undefined })(
    serverUrl,
    call,
  )
  const error: unknown = await calling.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  const elsewhere = mock.requests.filter(({ url }) => url !== serverUrl && url !== held.tokenEndpoint)
  return { mock, store, held, secrets, error, strangers, windows, elsewhere }
}

describe('a server that refuses every token and names the resource metadata of a stranger', () => {
  it('gets one refresh, where the tokens came from, and then a person has to be asked', async () => {
    const { error, mock, held, strangers, elsewhere } = await createTurnedWorld(false)
    expect(error).toMatchObject({
      code: 'login_required',
      message: `${serverUrl} wants a person to sign in. Sign in, then try again.`,
    })
    expect(mock.requestsTo('token').map(({ form }) => form?.get('refresh_token'))).toEqual([held.refreshToken])
    expect(mock.requestsTo('mcp')).toHaveLength(3)
    expect([strangers, elsewhere]).toEqual([[], []])
  })

  it('is told to the person who may be asked: the stranger is named, not asked, and no window opens', async () => {
    const { error, strangers, windows, store, mock, elsewhere } = await createTurnedWorld(true)
    expect(error).toMatchObject({
      name: 'DiscoveryError',
      code: 'insecure_url',
      message: expect.stringMatching(
        /^https:\/\/mcp\.example\.com\/mcp names resource metadata whose URL is on another origin, "https:\/\/evil\.example\.com"; it is not fetched\./,
      ),
    })
    expect(String(error)).not.toContain('hush')
    expect([strangers, windows, elsewhere]).toEqual([[], [], []])
    // The refreshed tokens are kept: the server may come to its senses.
    expect(await store.get(`tokens:${serverUrl}`)).toContain(mock.refreshTokens.at(-1)?.value)
    expect(await store.get('client:https://auth.example.com')).toContain(mock.clients[0]?.clientId)
  })
})

it.each([
  [
    'no token is ever enough',
    'Bearer',
    'unknown_server_error',
    /^https:\/\/mcp\.example\.com\/mcp\?key=… answers 401 even with tokens/,
  ],
  [
    'more scope is wanted again and again',
    'Bearer error="insufficient_scope", scope="more"',
    'insufficient_scope',
    /^https:\/\/mcp\.example\.com\/mcp\?key=… asks for ever more scope, now for "more"/,
  ],
])('the key in the URL of a server is not shown where %s', async (_, challenge, code, message) => {
  const [tokens] = [{ obtainedAt: 5, signedInAt: 5, accessToken: 'a' } as TokenSet]
  const source: TokenSource = { token: async () => tokens, renew: async () => tokens }
  const status = challenge === 'Bearer' ? 401 : 403
  const fetch = async (): Promise<Response> =>
    new Response(null, { status, headers: { 'www-authenticate': challenge } })
  const keyed = `${serverUrl}?key=hush`
  const calling = withTokens(source, { serverUrl: keyed, fetch, now: () => 1, pause: async () => undefined })(
    keyed,
    call,
  )
  await expect(calling).rejects.toMatchObject({ code, message: expect.stringMatching(message) })
  await expect(calling).rejects.not.toMatchObject({ message: expect.stringContaining('hush') })
})
