import { chown } from 'node:fs/promises'
import { join } from 'node:path'
import { memoryTokenStore, type TokenStore } from '@fast-agent-auth/token-store'
import { describe, expect, it, vi } from 'vitest'
import { folderWith } from './support/files.ts'
import { commandsIn } from './support/hints.ts'
import { freePort, signIn, startMock, startSignedIn } from './support/servers.ts'
import { expire, tokenRecord } from './support/tokens.ts'
import { runHere } from './support/world.ts'

const url = 'https://mcp.example.com/mcp'
const env = { DISPLAY: ':0' }

const yaml = (servers: string): string => `mcp:\n  servers:\n${servers}`

async function storeWith(...keys: readonly string[]): Promise<TokenStore> {
  const store = memoryTokenStore()
  for (const key of keys)
    await store.update(`tokens:${key}`, async () => tokenRecord({ resource: key.replace(/^.*@/, '') }))
  return store
}

const several = yaml(`
    github:
      url: ${url}
      auth: { scope: [repo, user] }
    auto:
      url: https://auto.example/mcp
    old:
      url: https://old.example/sse
      transport: sse
      auth: { oauth: false }
    key:
      url: https://key.example/mcp
      headers: { Authorization: Bearer x }
    mem:
      url: https://mem.example/mcp
      auth: { persist: memory }
    local:
      command: node server.js
    broken:
      url: \${NOT_SET_ANYWHERE}
`)

describe('status', () => {
  it('shows each server with state and expiry, what no server uses, and last what was read', async () => {
    const cwd = await folderWith({ 'fast-agent.yaml': several })
    const store = await storeWith(url, 'https://unused.example/mcp', `me@${url}`)
    const { code, stdout, stderr } = await runHere(['status'], { cwd, store, env })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatchInlineSnapshot(`
      "Store: the keyring, usable

      Servers in fast-agent.yaml:

      NAME    STATE          EXPIRES        SERVER
      github  ready          in 60 minutes  https://mcp.example.com/mcp
      auto    not signed in                 https://auto.example/mcp
      old     no OAuth                      https://old.example/sse
      key     no OAuth                      https://key.example/mcp
      mem     memory                        https://mem.example/mcp
      local   no OAuth
      broken  misconfigured

      error: fast-agent.yaml:22: mcp.servers.broken.url: the variable NOT_SET_ANYWHERE is not set. Set it, or give a default: \${NOT_SET_ANYWHERE:…}.

      Sign-ins that none of them uses:

      ACCOUNT  STATE  EXPIRES        SERVER
      me       ready  in 60 minutes  https://mcp.example.com/mcp
      –        ready  in 60 minutes  https://unused.example/mcp

      To sign in:
        fast-agent-auth login auto

      Configuration: fast-agent.yaml. Not found here: .mcp.json and .vscode/mcp.json.
      "
    `)
  })

  it('prints the same as JSON', async () => {
    const cwd = await folderWith({ 'fast-agent.yaml': several })
    const store = await storeWith(url, 'https://unused.example/mcp')
    const { stdout, stderr } = await runHere(['status', '--json'], { cwd, store, env })
    expect(stderr).toBe('')
    const { stores, config, servers, others } = JSON.parse(stdout)
    expect(stores).toEqual([{ kind: 'keyring', location: 'the keyring', state: 'ready' }])
    expect(config.files).toEqual([expect.stringMatching(/fast-agent\.yaml$/)])
    expect(
      servers.map((row: { name: string; mode?: string; state: string | null }) => [row.name, row.mode, row.state]),
    ).toEqual([
      ['github', 'forced', 'ready'],
      ['auto', 'auto', 'missing'],
      ['old', 'disabled', null],
      ['key', 'bearer', null],
      ['mem', 'forced', 'memory'],
      ['local', 'not_applicable', null],
      ['broken', undefined, null],
    ])
    expect(servers[0]).toMatchObject({
      serverUrl: url,
      serverKey: url,
      persist: 'keyring',
      expiresAt: '1970-01-01T01:00:00.000Z',
    })
    expect(servers.at(-1).error).toMatchObject({ code: 'unset_variable' })
    expect(others).toEqual([expect.objectContaining({ serverUrl: 'https://unused.example/mcp', store: 'keyring' })])
  })

  it.each(['github', url, 'https://MCP.example.com:443/mcp/'])(
    'by %s shows that one and its other accounts',
    async (target) => {
      const cwd = await folderWith({ 'fast-agent.yaml': several })
      const store = await storeWith(url, `me@${url}`, 'https://unused.example/mcp')
      const { servers, others } = JSON.parse((await runHere(['status', target, '--json'], { cwd, store, env })).stdout)
      expect(servers.map(({ name }: { name: string }) => name)).toEqual(['github'])
      expect(others.map(({ account }: { account: string }) => account)).toEqual(['me'])
    },
  )

  it('says of each server that its store cannot be used, and how to go on', async () => {
    const cwd = await folderWith({ 'fast-agent.yaml': yaml(`    github: { url: "${url}" }\n`) })
    const unusable = Object.assign(new Error('No keychain.'), { name: 'KeyringError', code: 'unavailable' })
    const { code, stdout } = await runHere(['status', '--json'], { cwd, unusable, env })
    expect(code).toBe(0)
    const { stores, servers } = JSON.parse(stdout)
    expect(stores).toEqual([expect.objectContaining({ state: 'unavailable', reason: 'No keychain.' })])
    expect(servers[0].state).toBe('no_store')
    expect((await runHere(['status'], { cwd, unusable, env })).stdout).toMatch(/^github {2}no store {2}https/m)
  })

  it('is what auth alone does, with its options', async () => {
    const store = await storeWith(url)
    const options = { store, env }
    expect(await runHere(['auth'], options)).toEqual(await runHere(['status'], options))
    expect(await runHere(['auth', '--json'], options)).toEqual(await runHere(['status', '--json'], options))
  })
})

describe('a configuration of another user', () => {
  /** Of root, who alone can give files away, they become another's; for anybody else it is we who become another. */
  async function foreign(): Promise<string> {
    const cwd = await folderWith({ 'fast-agent.yaml': several })
    const userId = process.getuid?.()
    if (userId === 0) await chown(join(cwd, 'fast-agent.yaml'), 65_534, 65_534)
    else if (userId !== undefined) vi.spyOn(process, 'geteuid').mockReturnValue(userId + 1)
    return cwd
  }

  it.skipIf(process.platform === 'win32')('is told of, and everything goes on without it (H102)', async () => {
    const cwd = await foreign()
    const mock = await startMock()
    const store = await storeWith()
    const options = { cwd, store, env, browser: mock.openBrowser }
    const note =
      /^note: fast-agent\.yaml: This file is not read: (it|the folder \S+) belongs to another user \(\d+\)\. If you trust it, copy it to a folder that only you can write to\.\n/
    const status = await runHere(['status'], options)
    expect(status).toMatchObject({ code: 0, stderr: expect.stringMatching(note) })
    expect(status.stdout).not.toContain('github')
    const login = await runHere(['login', mock.serverUrl, '--no-browser', '--redirect-port', '0'], options)
    expect(login).toMatchObject({ code: 0, stderr: expect.stringMatching(note) })
    const named = await runHere(['login', 'github'], options)
    expect(named).toMatchObject({ code: 2, stderr: expect.stringMatching(note) })
    expect(named.stderr).toContain('error: No server is called github')
    const json = await runHere(['token', mock.serverUrl, '--json'], options)
    expect(json.code).toBe(0)
    expect(JSON.parse(json.stderr)).toEqual({
      type: 'notice',
      rule: 'configuration',
      message: expect.stringMatching(/^fast-agent\.yaml: This file is not read/),
    })
  })

  it.skipIf(process.platform === 'win32')('is an error where it was named', async () => {
    const cwd = await foreign()
    const { code, stdout, stderr } = await runHere(['status', '--config-path', 'fast-agent.yaml'], { cwd, env })
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(/^error: fast-agent\.yaml: This file is not read: .* belongs to another user/)
  })
})

describe('a server that is named', () => {
  it('suggests the nearest where there is none of that name', async () => {
    const cwd = await folderWith({ 'fast-agent.yaml': several })
    const { code, stderr } = await runHere(['login', 'gihtub'], { cwd, env })
    expect(code).toBe(2)
    expect(stderr).toContain('Did you mean "github"?')
  })

  it.each([['login'], ['tools'], ['token'], ['clear', '--yes'], ['status']])(
    'by the URL of another one does not stand for it: %s',
    async (command, ...options) => {
      const bank = 'https://bank.example/mcp'
      const config = { mcpServers: { [bank]: { url: 'http://127.0.0.1:9/mcp' } } }
      const cwd = await folderWith({ '.mcp.json': JSON.stringify(config) })
      const store = await storeWith(bank)
      const { stdout, stderr } = await runHere([command, bank, ...options], { cwd, env, store })
      expect(stdout + stderr).not.toContain('127.0.0.1:9')
      expect((await store.keys()).includes(`tokens:${bank}`)).toBe(command !== 'clear')
    },
  )

  it('says which variable is not set, where it is used', async () => {
    const cwd = await folderWith({ 'fast-agent.yaml': several })
    const { code, stderr } = await runHere(['login', 'broken'], { cwd, env })
    expect(code).toBe(2)
    expect(stderr).toMatch(/fast-agent\.yaml:\d+: mcp\.servers\.broken\.url: .*NOT_SET_ANYWHERE/)
  })

  it.each([
    ['local', 'STDIO servers do not support OAuth.'],
    ['old', 'OAuth is switched off for old.'],
    ['key', 'key has an Authorization header in fast-agent.yaml:15, which is sent as it is.'],
  ])('%s cannot be signed in to: %s', async (name, message) => {
    const cwd = await folderWith({ 'fast-agent.yaml': several })
    const { code, stderr, opened } = await runHere(['login', name], { cwd, env })
    expect({ code, opened }).toEqual({ code: 2, opened: [] })
    expect(stderr).toContain(message)
  })

  it('with persist: memory cannot be signed in to ahead', async () => {
    const cwd = await folderWith({ 'fast-agent.yaml': several })
    const { code, stderr } = await runHere(['login', 'mem'], { cwd, env })
    expect(code).toBe(2)
    expect(stderr).toContain('hint: Use --store file or --store keyring here')
  })

  it('is signed in to as its auth block says: scope, port, path, and the document of its client', async () => {
    const mock = await startMock({ clientIdMetadataDocumentSupported: true, anyLoopbackPort: true })
    const auth = `{ scope: [mcp:read], redirect_path: /cb, client_metadata_url: "${mock.issuer.replace('http:', 'https:')}/client.json", authorization_params: { hint: me } }`
    const cwd = await folderWith({
      'fast-agent.yaml': yaml(`    x:\n      url: ${mock.serverUrl}\n      auth: ${auth}\n`),
    })
    const asked: URL[] = []
    const interruption = new AbortController()
    const browser = async (link: URL): Promise<void> => {
      asked.push(link)
      interruption.abort()
    }
    await runHere(['login', 'x', '--no-browser', '--redirect-port', '0'], {
      cwd,
      env,
      browser,
      signal: interruption.signal,
    })
    const query = asked[0]?.searchParams
    expect(query?.get('scope')).toBe('mcp:read')
    expect(query?.get('redirect_uri')).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/cb$/)
    expect(query?.get('client_id')).toMatch(/^https:.*client\.json$/)
    expect(query?.get('hint')).toBe('me')
  })

  it('is signed in to although it says nothing of PKCE, where its auth block says that it knows it', async () => {
    const mock = await startMock({
      override: {
        async authorizationServerMetadata(_, answer) {
          const { code_challenge_methods_supported: _methods, ...metadata } = await (await answer()).json()
          return Response.json(metadata)
        },
      },
    })
    const login = async (auth: string, ...more: readonly string[]) => {
      const cwd = await folderWith({
        'fast-agent.yaml': yaml(`    x:\n      url: ${mock.serverUrl}\n      auth: ${auth}\n`),
      })
      return runHere(['login', 'x', '--no-browser', ...more], { cwd, env, browser: mock.openBrowser })
    }
    const refused = await login('{ redirect_port: 0 }')
    expect(refused.code).toBe(1)
    const hint = 'If you know that it does, sign in with it, or set auth.allow.unadvertised_pkce of the server'
    expect(refused.stderr).toContain(`hint: ${hint} in fast-agent.yaml:\n`)
    const [command = []] = commandsIn(refused.stderr)
    expect(command).toEqual(['login', 'x', '--no-browser', '--set', 'allow.unadvertisedPkce=true'])
    expect(await login('{ redirect_port: 0, allow: { unadvertised_pkce: true } }')).toMatchObject({
      code: 0,
      stderr: `note: ${new URL(mock.serverUrl).origin} does not say that it supports PKCE; the server is used all the same, as is allowed here.\n`,
    })
    expect(await login('{ redirect_port: 0 }', '--set', 'allow.unadvertisedPkce=true')).toMatchObject({ code: 0 })
    expect(mock.requestsTo('authorize')[0]?.url).toContain('code_challenge_method=S256')
  })

  it('is signed in to, used and cleared by its name, and the tokens are kept as it says', async () => {
    const mock = await startMock()
    const auth = 'auth: { persist: file, account: alice }'
    const cwd = await folderWith({ 'fast-agent.yaml': yaml(`    x:\n      url: ${mock.serverUrl}\n      ${auth}\n`) })
    const store = memoryTokenStore()
    const options = { cwd, store, env, browser: mock.openBrowser }
    const login = await runHere(['login', 'x', '--no-browser', '--redirect-port', '0', '--json'], options)
    expect(login).toMatchObject({ code: 0, opened: ['file', 'keyring'] })
    expect(JSON.parse(login.stdout)).toMatchObject({
      server: 'x',
      serverKey: `alice@${mock.serverUrl}`,
      account: 'alice',
      signedIn: true,
      refreshable: true,
      store: { kind: 'file', location: 'the file' },
    })
    expect(await runHere(['tools', 'x'], options)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('x has 3 tools:'),
    })
    expect(await runHere(['clear', 'x', '--yes'], options)).toMatchObject({
      code: 0,
      stdout: `${mock.serverUrl} (account alice): revoked and deleted.\n`,
    })
    expect(await store.get(`tokens:alice@${mock.serverUrl}`)).toBeUndefined()
  })

  it('is found in the file that --config-path names, and that file is named again in the next step', async () => {
    const cwd = await folderWith({ 'other.yaml': yaml(`    x: { url: "${url}" }\n`) })
    const { stdout } = await runHere(['status', 'x', '-c', 'other.yaml'], { cwd, env })
    expect(stdout).toContain('fast-agent-auth login x --config-path other.yaml')
  })

  it('is an error where the named file is not there, and where there are two', async () => {
    const cwd = await folderWith({ 'fast-agent.yaml': '', 'fast-agent.config.yaml': '' })
    expect(await runHere(['status', '-c', 'none.yaml'], { cwd, env })).toMatchObject({ code: 2 })
    const { code, stderr } = await runHere(['status'], { cwd, env })
    expect(code).toBe(2)
    expect(stderr).toContain('Multiple fast-agent config files found')
  })
})

describe('a header', () => {
  const sent = async (servers: (serverUrl: string) => string, store?: TokenStore): Promise<(string | null)[]> => {
    const mock = await startMock()
    if (store) await signIn(mock, store)
    const cwd = await folderWith({ 'fast-agent.yaml': yaml(servers(mock.serverUrl)) })
    mock.clear()
    await runHere(['tools', 'x'], { cwd, store, env: {} })
    return [...new Set(mock.requestsTo('mcp').map(({ headers }) => headers.get('authorization')))]
  }

  it('Authorization wins in auto', async () => {
    const servers = (at: string): string => `    x:\n      url: ${at}\n      headers: { authorization: Bearer mine }\n`
    expect(await sent(servers, memoryTokenStore())).toEqual(['Bearer mine'])
  })

  it.each(['Authorization', 'authorization', 'AUTHORIZATION'])('%s is removed where OAuth is forced', async (name) => {
    const servers = (at: string): string =>
      `    x:\n      url: ${at}\n      headers: { ${name}: Bearer mine }\n      auth: {}\n`
    expect(await sent(servers, memoryTokenStore())).toEqual([expect.stringMatching(/^Bearer (?!mine)/)])
  })
})

it('a header of a configuration does not hide who asks for a sign-in (H121)', async () => {
  const mock = await startMock()
  const { host } = new URL(mock.issuer)
  const servers = `    x:\n      url: ${mock.serverUrl}\n      headers: { x-key: '${host}', x-token: '${mock.issuer}' }\n      auth: { persist: file }\n`
  const cwd = await folderWith({ 'fast-agent.yaml': yaml(servers) })
  const { stdout, stderr, code } = await runHere(['login', 'x'], {
    cwd,
    env,
    browser: (link) => mock.openBrowser(link),
  })
  expect(code).toBe(0)
  expect(stdout + stderr).toMatch(new RegExp(`Authorization server +${host}\n`))
  const status = await runHere(['status', '--json'], { cwd, env })
  expect(status.stdout + stdout + stderr).not.toContain('[redacted]')
})

describe('a header of a file that was only found', () => {
  const mcpJson = (serverUrl: string): string =>
    JSON.stringify({
      mcpServers: { x: { url: serverUrl, headers: { Authorization: 'Bearer theirs', Cookie: 'theirs' } } },
    })

  /** The headers that a server gets to which the person is signed in. */
  async function use(file: string, text: (serverUrl: string) => string, ...argv: readonly string[]) {
    const { mock, store } = await startSignedIn()
    const cwd = await folderWith({ [file]: text(mock.serverUrl) })
    mock.clear()
    const words = argv.map((word) => (word === 'URL' ? mock.serverUrl : word))
    const { stderr } = await runHere(words, { cwd, store, env: {} })
    const requests = mock.requestsTo('mcp').map(({ headers }) => [headers.get('authorization'), headers.get('cookie')])
    return { stderr, sent: [...new Set(requests.map(String))], own: `Bearer ${mock.accessTokens[0]?.value},` }
  }

  it.each([
    ['.mcp.json', mcpJson],
    [
      'fast-agent.yaml',
      (at: string) => yaml(`    x:\n      url: ${at}\n      headers: { Authorization: Bearer theirs }\n`),
    ],
  ])('does not stand in for the sign-in at a URL that a person typed: %s (H114)', async (file, text) => {
    const { stderr, sent, own } = await use(file, text, 'tools', 'URL')
    expect(sent).toEqual([own])
    expect(stderr).toBe(
      `note: Since a URL was typed, settings in ${file} are not used: headers. To use them, name the server, x, or the file with --config-path.\n`,
    )
  })

  it('is told of in a line of JSON where JSON is printed, and sent nowhere all the same (H115)', async () => {
    const { stderr, sent, own } = await use('.mcp.json', mcpJson, 'tools', 'URL', '--json')
    expect(sent).toEqual([own])
    expect(JSON.parse(stderr)).toEqual({
      type: 'notice',
      rule: 'configuration',
      message: expect.stringMatching(
        /^Since a URL was typed, settings in \.mcp\.json are not used: headers\. .*server, x,/,
      ),
    })
  })

  it.each([
    ['the server', ['tools', 'x']],
    ['the file', ['tools', 'URL', '--config-path', '.mcp.json']],
  ])('is sent where the person named %s (H114)', async (_, argv) => {
    const { stderr, sent } = await use('.mcp.json', mcpJson, ...argv)
    expect(sent).toEqual(['Bearer theirs,theirs'])
    expect(stderr).not.toContain('note:')
  })
})

describe('an auth block of a fast-agent.yaml that was only found', () => {
  const loosening = [
    ['issuer', 'issuer: https://evil.example'],
    ['authorization_server', 'authorization_server: { issuer: https://evil.example }'],
    ['allow', 'allow: { networks: [private] }'],
    ['quirks', 'quirks: { refresh_scope: repeat }'],
  ] as const
  async function login(target: string, rule: string, ...more: readonly string[]) {
    const mock = await startMock()
    const block = `{ scope: theirs, redirect_port: 0, ${rule} }`
    const cwd = await folderWith({
      'fast-agent.yaml': yaml(`    x:\n      url: ${mock.serverUrl}\n      auth: ${block}\n`),
    })
    const words = ['login', target === 'URL' ? mock.serverUrl : target, '--no-browser', '--redirect-port', '0', ...more]
    const run = await runHere(words, { cwd, env, browser: mock.openBrowser })
    return { ...run, scopes: mock.requestsTo('authorize').map(({ url }) => new URL(url).searchParams.get('scope')) }
  }

  it.each(loosening)('leads no sign-in at a URL that a person typed elsewhere: %s (H156)', async (_, rule) => {
    const { code, stderr, scopes } = await login('URL', rule)
    expect([code, scopes]).toEqual([0, [expect.not.stringContaining('theirs')]])
    expect(stderr).toBe(
      'note: Since a URL was typed, settings in fast-agent.yaml are not used: auth. To use them, name the server, x, or the file with --config-path.\n',
    )
  })

  it.each(loosening.slice(2))('counts where the person named the server or the file: %s', async (_, rule) => {
    for (const words of [['x'], ['URL', '--config-path', 'fast-agent.yaml']] as const) {
      const { code, stderr, scopes } = await login(words[0], rule, ...words.slice(1))
      expect([code, scopes]).toEqual([0, ['theirs']])
      expect(stderr).not.toContain('are not used')
    }
  })
})

describe('of a file that was only found, as a repository brings one along, a URL that a person typed gets', () => {
  const server = (url: string, callbackPort: number): Readonly<Record<string, unknown>> => ({
    type: 'sse',
    url,
    headers: { 'X-Theirs': 'theirs' },
    oauth: { clientId: 'their-app', scopes: 'admin:all', callbackPort },
  })
  const formats: readonly (readonly [string, string])[] = [
    ['.mcp.json', 'mcpServers'],
    [join('.vscode', 'mcp.json'), 'servers'],
  ]
  const left = 'are not used: headers, auth, transport.'

  async function run(file: string, key: string, argv: readonly string[], store = memoryTokenStore()) {
    const port = await freePort()
    const redirectUris = [`http://localhost:${port}/callback`]
    const theirs = { clientId: 'their-app', redirectUris, tokenEndpointAuthMethod: 'none' } as const
    const mock = await startMock({ scopesSupported: ['mcp:read', 'admin:all'], clients: [theirs] })
    const cwd = await folderWith({ [file]: JSON.stringify({ [key]: { x: server(mock.serverUrl, port) } }) })
    const words = argv.map((word) => (word === 'URL' ? mock.serverUrl : word))
    const run = (words: readonly string[]) => runHere(words, { cwd, store, env, browser: mock.openBrowser })
    return { mock, run, redirectUris, ...(await run(words)) }
  }

  it.each(
    formats.flatMap(([file, key]) =>
      [['login'], ['login', '--json'], ['tools'], ['call', 'echo']].map(
        ([command = '', ...more]) => [command, more, file, key] as const,
      ),
    ),
  )('nothing: %s %j beside %s (H115)', async (command, more, file, key) => {
    const argv = [command, 'URL', ...more]
    const { mock, stderr, redirectUris } = await run(file, key, argv)
    const asked = mock.requestsTo('authorize').map(({ url }) => new URL(url, mock.issuer).searchParams)
    expect(asked).toHaveLength(1)
    expect(asked[0]?.get('client_id')).not.toBe('their-app')
    expect(asked[0]?.get('scope')).not.toBe('admin:all')
    expect(redirectUris).not.toContain(asked[0]?.get('redirect_uri'))
    const sent = mock.requests.map(({ headers }) => headers.get('x-theirs'))
    expect([...new Set(sent)]).toEqual([null])
    expect(stderr).toContain(
      `Since a URL was typed, settings in ${file} ${left} To use them, name the server, x, or the file with --config-path.`,
    )
  })

  it.each(formats)('nothing, also where a token is renewed or revoked: %s (H115)', async (file, key) => {
    const store = memoryTokenStore()
    const { mock, run: again } = await run(file, key, ['login', 'URL'], store)
    await expire(store, mock.serverUrl)
    mock.clear()
    const { code, stderr } = await again(['token', mock.serverUrl])
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining(`settings in ${file} ${left}`) })
    expect((await again(['clear', mock.serverUrl, '--yes'])).code).toBe(0)
    const forms = [...mock.requestsTo('token'), ...mock.requestsTo('revoke')].map(({ form }) => form)
    expect(forms.length).toBeGreaterThan(1)
    for (const form of forms) expect(form?.get('client_id')).not.toBe('their-app')
  })

  it.each([
    ['the server', ['login', 'x', '--no-browser']],
    ['the file', ['login', 'URL', '--no-browser', '--config-path', '.mcp.json']],
  ])('all of it where the person named %s (H115)', async (_, argv) => {
    const { mock, stderr, redirectUris } = await run('.mcp.json', 'mcpServers', argv)
    const [asked] = mock.requestsTo('authorize').map(({ url }) => new URL(url, mock.issuer).searchParams)
    expect(asked?.get('client_id')).toBe('their-app')
    expect(asked?.get('scope')).toBe('admin:all')
    expect([asked?.get('redirect_uri')]).toEqual(redirectUris)
    expect(stderr).not.toContain(left)
  })

  it('what a fast-agent.yaml or the environment has for it all the same', async () => {
    const mock = await startMock()
    const theirs = JSON.stringify({ mcpServers: { x: server(mock.serverUrl, 4799) } })
    const login = (files: Readonly<Record<string, string>>, more: Readonly<Record<string, string>> = {}) =>
      folderWith(files).then((cwd) =>
        runHere(['login', mock.serverUrl], { cwd, env: { ...env, ...more }, browser: mock.openBrowser }),
      )
    const own = yaml(`    own:\n      url: ${mock.serverUrl}\n      auth: { scope: mcp:write }\n`)
    const { stdout, stderr } = await login({ '.mcp.json': theirs, 'fast-agent.yaml': own })
    expect(stdout).toMatch(/Configured in +fast-agent\.yaml:4\n/)
    expect(stderr).not.toContain('are not used')
    const mine = { MCP__SERVERS__OWN__URL: mock.serverUrl, MCP__SERVERS__OWN__AUTH__SCOPE: 'mcp:write' }
    await login({ '.mcp.json': theirs }, mine)
    const scopes = mock.requestsTo('authorize').map(({ url }) => new URL(url, mock.issuer).searchParams.get('scope'))
    expect(scopes).toEqual(['mcp:write', 'mcp:write'])
  })
})

it.each(['text', 'JSON'])(
  'a file that was only found does not choose what is withheld at a URL that was typed: %s',
  async (form) => {
    const mock = await startMock()
    const words = {
      token: 'sign_in_started',
      key: 'Signing in to',
      secret: mock.serverUrl,
      sig: 'authorization_url',
      pass: 'mcp:read',
    }
    const url = `https://x.example/mcp?${new URLSearchParams(words)}`
    const cwd = await folderWith({
      '.mcp.json': JSON.stringify({ mcpServers: { x: { url, headers: { 'x-key': 'a1234567' } } } }),
    })
    const argv = ['login', mock.serverUrl, ...(form === 'JSON' ? ['--json'] : [])]
    const { stdout, stderr, code } = await runHere(argv, { cwd, env, browser: (link) => mock.openBrowser(link) })
    expect(code).toBe(0)
    expect(stdout + stderr).not.toContain('[redacted]')
    expect(mock.requestsTo('authorize')[0]?.url).toContain('scope=mcp%3Aread+mcp%3Awrite')
  },
)

describe('a key in the query of a configured URL', () => {
  it('is in no output of status, login and tools', async () => {
    const mock = await startMock()
    const servers = `    x:\n      url: ${mock.serverUrl}?key=\${API_KEY}\n      auth: { persist: file }\n`
    const cwd = await folderWith({ 'fast-agent.yaml': yaml(servers) })
    const options = { cwd, env: { ...env, API_KEY: 'hidden-key' }, store: memoryTokenStore() }
    const printed: string[] = []
    for (const argv of [['status'], ['status', '--json'], ['token', 'x'], ['clear', 'x', '--yes']]) {
      const { stdout, stderr } = await runHere(argv, options)
      printed.push(stdout, stderr)
    }
    const interruption = new AbortController()
    const browser = async (): Promise<void> => interruption.abort()
    for (const more of [[], ['--json']]) {
      const argv = ['login', 'x', '--no-browser', '--redirect-port', '0', ...more]
      const { stdout, stderr } = await runHere(argv, { ...options, browser, signal: interruption.signal })
      // The authorization server is told which resource is meant, key and all.
      printed.push((stdout + stderr).replace(/https?:\S+\/authorize\?[^\s"]+/g, ''))
    }
    expect(printed.join('\n')).not.toContain('hidden-key')
  })
})

describe('a store that the command line names', () => {
  it('is looked at for every server, wherever its configuration keeps it', async () => {
    const auth = 'auth: { persist: redis, redis_url: "redis://127.0.0.1:6379" }'
    const cwd = await folderWith({ 'fast-agent.yaml': yaml(`    x:\n      url: ${url}\n      ${auth}\n`) })
    const { stdout } = await runHere(['status', '--store', 'file', '--json'], { cwd, env, store: await storeWith(url) })
    expect(JSON.parse(stdout).servers[0].state).toBe('ready')
  })
})

describe('clear', () => {
  const keys = [
    url,
    'https://mcp.example.com/sse',
    'https://mcp.example.com',
    `me@${url}`,
    'https://mcp.example.com/mcp/other',
  ]

  it.each(['https://mcp.example.com', 'https://MCP.example.com/', url, 'https://mcp.example.com/sse'])(
    '--identity %s clears what is stored under it, with and without /mcp and /sse',
    async (identity) => {
      const store = await storeWith(...keys)
      const { code } = await runHere(['clear', '--identity', identity, '--yes'], { store, env })
      expect(code).toBe(0)
      expect(await store.keys()).toEqual(['tokens:https://mcp.example.com/mcp/other'])
    },
  )

  it('--identity with nothing stored says so', async () => {
    const { stdout } = await runHere(['clear', '--identity', 'https://x.example', '--yes'], { env })
    expect(stdout).toBe('Nothing to clear: no sign-ins are stored for https://x.example\n')
  })

  it('prints JSON of what became of each', async () => {
    const store = await storeWith(url)
    const { stdout } = await runHere(['clear', '--all', '--yes', '--json'], { store, env })
    expect(JSON.parse(stdout)).toEqual({
      cleared: [
        {
          serverUrl: url,
          serverKey: url,
          issuer: 'https://auth.example.com',
          store: 'keyring',
          revoked: false,
          message: expect.stringContaining('offers no revocation'),
        },
      ],
    })
  })

  it('--all reaches every store that the configuration uses', async () => {
    const cwd = await folderWith({
      'fast-agent.yaml': yaml(`    x:\n      url: ${url}\n      auth: { persist: file }\n`),
    })
    expect((await runHere(['clear', '--all', '--yes'], { cwd, env })).opened).toEqual(['keyring', 'file'])
  })
})
