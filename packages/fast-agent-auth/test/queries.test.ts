import { serverKey } from '@fast-agent-auth/flow'
import { createMockServer } from '@fast-agent-auth/mock-server'
import { memoryTokenStore } from '@fast-agent-auth/token-store'
import { setupServer } from 'msw/node'
import { describe, expect, it, onTestFinished } from 'vitest'
import { type AuthEvent, type AuthOptions, createAuth } from '../src/index.ts'

const listTools = { method: 'POST', body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' }) }
const plain = 'https://mcp.example.com/mcp'
const [ours, theirs] = [`${plain}?server=a`, `${plain}?server=evil`]

function createWorld(serverUrl: string = plain) {
  const mock = createMockServer({ serverUrl })
  const network = setupServer(...mock.handlers)
  network.listen({ onUnhandledFrame: 'error' })
  onTestFinished(() => network.close())
  const events: AuthEvent[] = []
  const store = memoryTokenStore()
  const options: AuthOptions = {
    store,
    redirect: { port: 0 },
    openBrowser: (url) => mock.openBrowser(url),
    onEvent: (event) => events.push(event),
  }
  const sent = (): readonly (readonly [string, string | null])[] =>
    mock.requestsTo('mcp').map(({ url, headers }) => [url, headers.get('authorization')])
  return { mock, store, events, options, sent }
}

describe('a token goes to no server but the one that it was issued for', () => {
  it.each([theirs, plain, `${ours}&server=evil`, `${plain}?server=evil&server=a`])(
    'and that is not %s, where its resource has a query (H87)',
    async (other) => {
      const { mock, options, sent } = createWorld(ours)
      await createAuth(ours, options).login()
      mock.clear()
      const auth = createAuth(other, options)
      expect(await auth.token()).toBeUndefined()
      expect(await auth.status()).toMatchObject({ state: 'missing' })
      await expect(auth.fetch(other, listTools)).rejects.toMatchObject({ code: 'login_required' })
      expect(await auth.logout()).toEqual({ deleted: false, revoked: false })
      expect(sent()).toEqual([[other, null]])
      expect(await createAuth(ours, options).status()).toMatchObject({ state: 'ready' })
    },
  )

  it('and another that its resource covers too has a sign-in, a discovery and a turn of its own (H87)', async () => {
    const { mock, store, options, sent } = createWorld()
    await Promise.all([ours, theirs].map((serverUrl) => createAuth(serverUrl, options).login()))
    expect(mock.requestsTo('authorize')).toHaveLength(2)
    for (const name of ['tokens', 'discovery']) {
      const kept = (await store.keys()).filter((key) => key.startsWith(`${name}:`))
      expect(kept.toSorted()).toEqual([ours, theirs].map((each) => `${name}:${serverKey(each)}`).toSorted())
    }
    expect((await store.keys()).join()).not.toContain('evil')
    mock.clear()
    for (const serverUrl of [ours, theirs]) await createAuth(serverUrl, options).fetch(serverUrl, listTools)
    expect(new Set(sent().map(([, authorization]) => authorization)).size).toBe(2)
  })

  it('though a request within it may have any query, as those of a transport do', async () => {
    const { mock, options } = createWorld(ours)
    const auth = createAuth(ours, options)
    await auth.login()
    await auth.fetch('https://mcp.example.com/messages?sessionId=1', { method: 'POST', body: '{}' })
    const [request] = mock.requestsTo('other')
    expect(request?.headers.get('authorization')).toBe(`Bearer ${mock.accessTokens[0]?.value}`)
  })

  it('whoever wrote or moved the record: it counts as none, stays, and gives way to a sign-in (H88)', async () => {
    const { mock, store, events, options, sent } = createWorld(ours)
    await createAuth(ours, options).login()
    const record = await store.get(`tokens:${serverKey(ours)}`)
    const key = `tokens:${serverKey(theirs)}`
    await store.update(key, async () => record)
    mock.clear()
    events.length = 0
    const auth = createAuth(theirs, options)
    expect(await auth.token()).toBeUndefined()
    expect(events).toEqual([
      {
        type: 'record_damaged',
        serverUrl: theirs,
        error: expect.objectContaining({ code: 'resource_mismatch' }),
      },
    ])
    expect(JSON.stringify({ ...events[0], serverUrl: undefined })).not.toContain('evil')
    expect(await auth.status()).toMatchObject({ state: 'damaged', serverUrl: `${plain}?server=…` })
    await expect(auth.fetch(theirs, listTools)).rejects.toMatchObject({ code: 'login_required' })
    expect(sent()).toEqual([[theirs, null]])
    expect(mock.requestsTo('token')).toEqual([])
    expect(await store.get(key)).toBe(record)

    mock.override.resourceMetadata = () =>
      Response.json({ resource: theirs, authorization_servers: [mock.issuer], scopes_supported: ['mcp:read'] })
    mock.override.token = () => Response.json({ access_token: 'theirs', token_type: 'bearer' })
    mock.override.authorize = (request) => {
      const asked = new URL(request.url).searchParams
      const back = new URL(asked.get('redirect_uri') ?? '')
      back.search = String(new URLSearchParams({ code: 'c', state: asked.get('state') ?? '', iss: mock.issuer }))
      return new Response(null, { status: 302, headers: { location: back.href } })
    }
    await auth.login()
    expect((await auth.token())?.accessToken).toBe('theirs')
    expect(await createAuth(theirs, options).status()).toMatchObject({ state: 'ready' })
  })

  it('and a sign-in that was begun for one is finished for no other', async () => {
    const { options } = createWorld(ours)
    const { pending } = await createAuth(ours, options).begin({ redirectUri: 'https://app.example.com/callback' })
    const callback = new URL(`https://app.example.com/callback?code=c&state=${pending.state}`)
    await expect(createAuth(theirs, options).finish(pending, callback)).rejects.toMatchObject({
      code: 'state_mismatch',
      message: `This sign-in was not begun for ${plain}?server=… and this account. Call finish on the object of createAuth that began it.`,
    })
  })
})
