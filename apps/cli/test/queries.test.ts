import { serverKey } from '@fast-agent-auth/flow'
import type { MockServer } from '@fast-agent-auth/mock-server'
import { memoryTokenStore, type TokenStore } from '@fast-agent-auth/token-store'
import { describe, expect, it } from 'vitest'
import { folderWith } from './support/files.ts'
import { signIn, startMock } from './support/servers.ts'
import { expire, tokenRecord } from './support/tokens.ts'
import { type RunOptions, runHere } from './support/world.ts'

/** Two servers of one host. */
async function twoServers(): Promise<{ mock: MockServer; ours: string; theirs: string }> {
  const mock = await startMock({ serverUrl: '/mcp?server=mine' })
  return { mock, ours: mock.serverUrl, theirs: mock.serverUrl.replace('mine', 'evil') }
}

const named = (serverUrl: string): string => serverUrl.replace(/=\w+$/, '=…')

const sentTo = (mock: MockServer, serverUrl: string) => mock.requests.filter(({ url }) => url === serverUrl)

describe('of two servers that differ in their query', () => {
  it('one gets no token and no header of the other, though a repository names it (H87)', async () => {
    const { mock, ours, theirs } = await twoServers()
    const store = memoryTokenStore()
    await signIn(mock, store)
    const cwd = await folderWith({
      'fast-agent.yaml': `mcp: { servers: { ours: { url: "${ours}", headers: { X-Key: hush-header } } } }\n`,
      '.mcp.json': JSON.stringify({ mcpServers: { theirs: { type: 'http', url: theirs } } }),
    })
    const options = { cwd, store, env: {} }
    expect((await runHere(['tools', 'ours'], options)).code).toBe(0)
    expect(sentTo(mock, ours).map(({ headers }) => headers.get('x-key'))).toContain('hush-header')
    const before = await store.keys()
    for (const target of ['theirs', theirs, `${ours}&server=evil`, ours.replace(/\?.*/, '')]) {
      mock.clear()
      expect(await runHere(['tools', target], options)).toMatchObject({ code: 3 })
      expect(await runHere(['token', target], options)).toMatchObject({ code: 3, stdout: '' })
      expect(mock.requestsTo('mcp').length).toBeGreaterThan(0)
      for (const { url, headers } of mock.requests) {
        expect([url, headers.get('authorization'), headers.get('x-key')]).toEqual([expect.any(String), null, null])
      }
    }
    expect(await store.keys()).toEqual(before)
  })

  it('each has a sign-in of its own, which is shown, used and ended alone (H87)', async () => {
    // Its metadata names one resource for both.
    const mock = await startMock()
    const [one, other] = [`${mock.serverUrl}?server=a`, `${mock.serverUrl}?server=b`]
    const store = memoryTokenStore()
    for (const serverUrl of [one, other]) await signIn({ ...mock, serverUrl }, store)
    await signIn({ ...mock, serverUrl: other }, store, 'bob')
    const status = async (...argv: readonly string[]) => {
      const { servers, others } = JSON.parse((await runHere(['status', ...argv, '--json'], { store })).stdout)
      return [...servers, ...others].map((each: { serverUrl: string; serverKey: string }) => [
        each.serverUrl,
        each.serverKey,
      ])
    }
    const rowOf = (serverUrl: string, account?: string) => [named(serverUrl), serverKey(serverUrl, account)]
    expect(await status(one)).toEqual([rowOf(one)])
    expect(await status(other)).toEqual([rowOf(other), rowOf(other, 'bob')])
    expect(await runHere(['clear', one, '--yes'], { store })).toMatchObject({
      stdout: `${named(one)}: revoked and deleted.\n`,
    })
    expect(await status()).toEqual([rowOf(other), rowOf(other, 'bob')])
    expect(await runHere(['clear', one, '--yes'], { store })).toMatchObject({
      stdout: `Nothing to clear: not signed in to ${named(one)}\n`,
    })
    expect(mock.accessTokens.map(({ state }) => state)).toEqual(['revoked', 'live', 'live'])
    mock.clear()
    expect((await runHere(['tools', other], { store })).code).toBe(0)
    expect(mock.requestsTo('mcp').map(({ headers }) => headers.get('authorization'))).not.toContain(null)
  })

  it.each([
    ['--all', 3],
    ['--identity=BASE', 3],
    ['--identity=BASE/mcp', 3],
    ['--identity=BASE/mcp?server=a', 1],
    ['--identity=BASE/mcp?server=c', 0],
  ])('those that %s means are revoked, although a store does not hold their whole URL', async (option, count) => {
    const mock = await startMock()
    const store = memoryTokenStore()
    for (const query of ['?server=a', '?server=b', ''])
      await signIn({ ...mock, serverUrl: mock.serverUrl + query }, store)
    const argv = ['clear', option.replace('BASE', new URL(mock.serverUrl).origin), '--yes']
    expect((await runHere(argv, { store })).code).toBe(0)
    expect(mock.accessTokens.filter(({ state }) => state === 'revoked')).toHaveLength(count)
    expect((await store.keys()).filter((key) => key.startsWith('tokens:'))).toHaveLength(3 - count)
  })
})

describe('a record that somebody wrote or moved', () => {
  const moved = async (): Promise<{ mock: MockServer; store: TokenStore; theirs: string; key: string }> => {
    const { mock, ours, theirs } = await twoServers()
    const store = memoryTokenStore()
    await signIn(mock, store)
    const record = await store.get(`tokens:${serverKey(ours)}`)
    const key = `tokens:${serverKey(theirs)}`
    await store.update(key, async () => record)
    mock.clear()
    return { mock, store, theirs, key }
  }

  it('sends its tokens nowhere but to the server that they are for, and counts as no sign-in (H88)', async () => {
    const { mock, store, theirs, key } = await moved()
    const record = await store.get(key)
    const { code, stderr } = await runHere(['tools', theirs], { store, env: {} })
    expect(code).toBe(3)
    expect(stderr).toBe(
      [
        `note: The tokens that are stored for ${named(theirs)} are for one with another query, so they are not sent. Sign in again.`,
        `error: ${named(theirs)} wants a person to sign in.`,
        `hint: fast-agent-auth login '${theirs}'`,
        '',
      ].join('\n'),
    )
    expect(await runHere(['token', theirs], { store })).toMatchObject({ code: 3, stdout: '' })
    const { servers } = JSON.parse((await runHere(['status', theirs, '--json'], { store })).stdout)
    expect(servers).toEqual([expect.objectContaining({ state: 'damaged' })])
    await expire(store, theirs)
    expect(await runHere(['tools', theirs], { store, env: {} })).toMatchObject({ code: 3 })
    for (const { endpoint, headers } of mock.requests) {
      expect([endpoint, headers.get('authorization')]).toEqual(['mcp', null])
    }
    expect(await store.get(key)).toBe(record?.replace(/"expiresAt":\d+/, '"expiresAt":1'))
  })

  it('is replaced by a sign-in', async () => {
    const mock = await startMock()
    const store = memoryTokenStore()
    const key = `tokens:${mock.serverUrl}`
    await store.update(key, async () => tokenRecord({ resource: `${mock.serverUrl}/other`, expiresAt: undefined }))
    const { code, stdout } = await runHere(['login', mock.serverUrl, '--no-browser', '--redirect-port', '0'], {
      store,
      browser: mock.openBrowser,
    })
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining('Signed in to') })
    expect(JSON.parse((await store.get(key)) ?? '').tokens.resource).toBe(mock.serverUrl)
  })

  it('is deleted by clear, and its tokens are sent nowhere', async () => {
    const { mock, store, theirs, key } = await moved()
    const { code, stdout } = await runHere(['clear', theirs, '--yes'], { store })
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining('deleted.') })
    expect(await store.get(key)).toBeUndefined()
    expect(mock.requests).toEqual([])
  })
})

describe('a query', () => {
  const commands: readonly (readonly string[])[] = [
    ['status', 'URL'],
    ['status', 'URL', '--json'],
    ['tools', 'URL'],
    ['tools', 'URL', '--json'],
    ['clear', 'URL', '--account', 'nobody'],
    ['clear', 'URL', '--account', 'nobody', '--json'],
    ['login', 'URL', '--no-browser', '--redirect-port', '0'],
    ['login', 'URL', '--no-browser', '--redirect-port', '0', '--json'],
    ['status'],
    ['status', '--json'],
    ['clear', 'URL'],
  ]

  it('is shown by the names of its parameters alone, in every command (H89)', async () => {
    const mock = await startMock()
    const serverUrl = `${mock.serverUrl}?server=insiders&sk-hush`
    const store = memoryTokenStore()
    await signIn({ ...mock, serverUrl }, store)
    const options: RunOptions = { store, browser: mock.openBrowser }
    for (const argv of commands) {
      const more = argv[0] === 'clear' ? ['--yes'] : []
      const { code, stdout, stderr } = await runHere(
        [...argv.map((word) => word.replace('URL', serverUrl)), ...more],
        options,
      )
      expect([argv, code]).toEqual([argv, 0])
      // A text that is to be opened or typed stays whole where it holds no key.
      const shown = `${stdout}${stderr}`
        .replace(/https?:\S+\/authorize\?[^\s"]+/g, '')
        .replace(/fast-agent-auth .*/g, '')
      expect(shown).not.toMatch(/insiders|sk-hush/)
      if (!argv.includes('nobody')) expect(shown).toContain('?server=…')
    }
  })

  it.each([
    ['?server=a', '?server=a'],
    ['?server=a&transport=http', '?server=a&transport=http'],
    ['?apiKey=hush-hush', '?apiKey=…'],
    ['?server=a&sk-secret-hush', '?server=…&…'],
  ])('that was typed as %s stands in the next command as %s (H89)', async (query, typed) => {
    const mock = await startMock()
    const { stderr } = await runHere(['token', mock.serverUrl + query])
    expect(stderr).toContain(`hint: fast-agent-auth login '${mock.serverUrl}${typed}'\n`)
  })

  it('that was typed without a scheme is shown neither in the error nor in the next step, where it holds a key', async () => {
    expect(await runHere(['login', 'mcp.example.com/mcp?apiKey=hush-hush'])).toMatchObject({
      code: 2,
      stderr:
        "error: mcp.example.com/mcp?apiKey=… is neither the name of a configured server nor a URL.\nhint: Write a URL with its scheme:\nhint: fast-agent-auth login 'https://mcp.example.com/mcp?apiKey=…'\n",
    })
  })

  it('that is not known any more is asked for, where a sign-in has ended', async () => {
    const store = memoryTokenStore()
    const url = 'https://mcp.example.com/mcp?server=a'
    const ended = tokenRecord({ resource: url, expiresAt: -1, refreshToken: undefined })
    await store.update(`tokens:${serverKey(url)}`, async () => ended)
    const { stdout } = await runHere(['status'], { store })
    expect(stdout).toContain(
      'To sign in again to https://mcp.example.com/mcp?server=…, use login with its whole URL.\n',
    )
    expect((await runHere(['status', url], { store })).stdout).toContain(`fast-agent-auth login '${url}'\n`)
  })
})
