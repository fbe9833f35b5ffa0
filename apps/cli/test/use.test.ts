import { text } from 'node:stream/consumers'
import { memoryTokenStore } from '@fast-agent-auth/token-store'
import { describe, expect, it } from 'vitest'
import { folderWith } from './support/files.ts'
import { freePort, secretsOf, serve, startMock, startSignedIn } from './support/servers.ts'
import { expire, tokenRecord } from './support/tokens.ts'
import { type RunOptions, runHere } from './support/world.ts'

const unusable = Object.assign(new Error('No keychain can be reached.'), { name: 'KeyringError', code: 'unavailable' })
const env = { DISPLAY: ':0' }

describe('token', () => {
  it('prints a fresh access token and nothing else', async () => {
    const { mock, store } = await startSignedIn()
    await expire(store, mock.serverUrl)
    const { code, stdout, stderr } = await runHere(['token', mock.serverUrl], { store, env: {} })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(mock.accessTokens).toHaveLength(2)
    expect(stdout).toBe(`${mock.accessTokens.at(-1)?.value}\n`)
  })

  it('refuses a terminal, but not with --show', async () => {
    const { mock, store } = await startSignedIn()
    const refused = await runHere(['token', mock.serverUrl], { store, isTTY: true })
    expect(refused).toMatchObject({ code: 2, stdout: '' })
    expect(refused.stderr).toContain('An access token is a secret')
    for (const secret of secretsOf(mock)) expect(refused.stderr).not.toContain(secret)
    const shown = await runHere(['token', mock.serverUrl, '--show'], { store, isTTY: true })
    expect(shown).toMatchObject({ code: 0, stdout: `${mock.accessTokens[0]?.value}\n` })
  })

  it('prints the line of a header, for a program whose arguments everybody sees (H86)', async () => {
    const { mock, store } = await startSignedIn()
    const { code, stdout } = await runHere(['token', mock.serverUrl, '--header'], { store, env: {} })
    expect([code, stdout]).toEqual([0, `Authorization: Bearer ${mock.accessTokens[0]?.value}\n`])
    const both = await runHere(['token', mock.serverUrl, '--header', '--json'], { store, env: {} })
    expect(both).toMatchObject({ code: 2, stdout: '' })
  })

  it('asks nobody: it ends with 3 and the command that signs in', async () => {
    const mock = await startMock()
    const { code, stdout, stderr } = await runHere(['token', mock.serverUrl], { env })
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' })
    expect(stderr).toBe(`error: Not signed in to ${mock.serverUrl}.\nhint: fast-agent-auth login ${mock.serverUrl}\n`)
    expect(mock.requests).toEqual([])
  })

  it('prints JSON with its type, scope and end', async () => {
    const { mock, store } = await startSignedIn()
    const { stdout } = await runHere(['token', mock.serverUrl, '--json'], { store, env })
    expect(JSON.parse(stdout)).toEqual({
      accessToken: mock.accessTokens[0]?.value,
      tokenType: 'bearer',
      expiresAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      scope: 'mcp:read mcp:write',
    })
  })
})

describe('call', () => {
  it('calls a tool with its arguments, from the command line or from standard input', async () => {
    const { mock, store } = await startSignedIn()
    const text = '{"message": "hello"}'
    const direct = await runHere(['call', mock.serverUrl, 'echo', text], { store, env })
    expect(direct).toMatchObject({ code: 0, stderr: '' })
    expect(direct.stdout).toContain('hello')
    expect(await runHere(['call', mock.serverUrl, 'echo', '-'], { store, env, input: text })).toEqual(direct)
  })

  it('prints the whole answer as JSON', async () => {
    const { mock, store } = await startSignedIn()
    const { stdout } = await runHere(['call', mock.serverUrl, 'add', '{"a": 1, "b": 2}', '--json'], { store, env })
    expect(JSON.parse(stdout)).toMatchObject({ content: [{ type: 'text', text: expect.stringContaining('3') }] })
  })
})

it.each(['tools', 'login', 'token'])(
  '%s ends before anything is sent where a configured header says how long a request is (H107)',
  async (command) => {
    const mock = await startMock()
    const server = { url: mock.serverUrl, headers: { 'Content-Length': '5' } }
    const cwd = await folderWith({ '.mcp.json': JSON.stringify({ mcpServers: { notes: server } }) })
    const { code, stderr } = await runHere([command, 'notes'], { cwd, env })
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringMatching(/^error: \.mcp\.json:1: mcpServers\.notes\.headers\.Content-Length: /),
    })
    expect(mock.requests).toEqual([])
  },
)

const nobody: RunOptions = { env: {} }

describe('where there is no keychain', () => {
  it.each([
    [['tools'], 'has 3 tools:'],
    [['call'], 'hello'],
  ])('%j signs in for as long as it runs, with a warning', async ([command = ''], expected) => {
    const mock = await startMock()
    const more = command === 'call' ? ['echo', '{"message": "hello"}'] : []
    const { selectStore, opened } = memoryOnly()
    const argv = [command, mock.serverUrl, ...more, '--no-browser']
    const { code, stdout, stderr } = await runHere(argv, { env, browser: mock.openBrowser, selectStore })
    expect({ code, opened }).toEqual({ code: 0, opened: ['keyring', 'memory'] })
    expect(stdout).toContain(expected)
    expect(stderr).toContain('note: No keychain can be reached. A sign-in lasts only until this program ends')
  })

  it('names --store file also where nobody is there to sign in', async () => {
    const mock = await startMock()
    const { selectStore } = memoryOnly()
    const { code, stderr } = await runHere(['tools', mock.serverUrl], { env: {}, selectStore })
    expect(code).toBe(3)
    expect(stderr).toContain(`hint: fast-agent-auth login ${mock.serverUrl} --store file\n`)
  })

  it.each([[nobody], [{ isTTY: true }], [{}]])('login asks nobody, and names --store file (%j)', async (options) => {
    const mock = await startMock()
    const { code, stderr } = await runHere(['login', mock.serverUrl], {
      env: { DISPLAY: ':0', NO_COLOR: '1' },
      ...options,
      unusable,
    })
    expect(code).toBe(4)
    expect(stderr).toBe(
      `error: No keychain can be reached.\nhint: fast-agent-auth login ${mock.serverUrl} --store file\n`,
    )
    expect([...mock.requestsTo('register'), ...mock.requestsTo('authorize')]).toEqual([])
  })

  it('login says first that no MCP server is there', async () => {
    const { port } = await serve((_, response) => response.writeHead(404).end())
    const { code, stderr } = await runHere(['login', `http://127.0.0.1:${port}/`], { env, unusable })
    expect(code).toBe(1)
    expect(stderr).toMatch(/^error: http:\S+ answered 404: there is no MCP server at this path\.\n/)
  })

  function memoryOnly() {
    const opened: string[] = []
    const selectStore = async (kind: string) => ({
      location: kind,
      exists: () => kind !== 'file',
      async open() {
        opened.push(kind)
        if (kind === 'keyring') throw unusable
        return memoryTokenStore()
      },
    })
    return { opened, selectStore }
  }
})

describe('a server that asks for nothing', () => {
  it('is used without a sign-in', async () => {
    const { port } = await serve((request, response) => {
      let body = ''
      request.on('data', (chunk) => (body += chunk))
      request.on('end', () => {
        const { id, method } = JSON.parse(body || '{}')
        const results: Record<string, unknown> = {
          initialize: {
            protocolVersion: '2025-06-18',
            capabilities: { tools: {} },
            serverInfo: { name: 's', version: '1' },
          },
          'tools/list': { tools: [{ name: 'ping', inputSchema: { type: 'object' } }] },
        }
        if (id === undefined) {
          response.writeHead(202).end()
          return
        }
        const answer = method in results ? { result: results[method] } : { error: { code: -32601, message: 'no' } }
        response
          .writeHead(200, { 'content-type': 'application/json' })
          .end(JSON.stringify({ jsonrpc: '2.0', id, ...answer }))
      })
    })
    const url = `http://127.0.0.1:${port}/mcp`
    expect(await runHere(['tools', url], { env: {} })).toMatchObject({
      code: 0,
      stdout: `${url} has 1 tool:\n  ping\n`,
    })
  })
})

describe('--json', () => {
  it.each([
    [['login'], 2, 'usage'],
    [['login', 'nothing'], 2, 'usage'],
    [['token', 'https://mcp.example.com/mcp'], 3, 'login_required'],
    [['status', '-c', '/no/such/file.yaml'], 2, 'not_found'],
  ])('tells an error of %j as one JSON object on stderr, with nothing on stdout', async (argv, exitCode, code) => {
    const finished = await runHere([...argv, '--json'], { env })
    expect(finished).toMatchObject({ code: exitCode, stdout: '' })
    const { error } = JSON.parse(finished.stderr)
    expect(error).toMatchObject({ code, exitCode, message: expect.any(String) })
  })

  it('tells wrong usage without the words of a terminal', async () => {
    const { stderr } = await runHere(['--json', 'status'], { env })
    expect(JSON.parse(stderr)).toEqual({
      error: { code: 'usage', exitCode: 2, message: "unknown option '--json'", hint: 'fast-agent-auth --help' },
    })
  })

  it('tells an unreachable server with 4', async () => {
    const url = `http://127.0.0.1:${await freePort()}/mcp`
    const { code, stderr } = await runHere(['login', url, '--json'], { env })
    expect(code).toBe(4)
    const lines = stderr
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines.at(-1).error).toMatchObject({ code: 'unreachable', exitCode: 4 })
  })

  it('tells an interruption with 130', async () => {
    const { code, stderr } = await runHere(['status', '--json'], { signal: AbortSignal.abort(), env })
    expect([code, JSON.parse(stderr).error.code]).toEqual([130, 'interrupted'])
  })
})

describe('without a terminal and without a display', () => {
  it('login waits for nobody: it ends with 3 and the command to run', async () => {
    const mock = await startMock()
    const { code, stdout, stderr } = await runHere(['login', mock.serverUrl], { env: {} })
    expect(code).toBe(3)
    expect(stdout).not.toContain('/authorize')
    expect(stderr).toContain('there is neither a terminal nor a display to ask on')
    expect(stderr).toContain(`hint: fast-agent-auth login ${mock.serverUrl}\n`)
    expect(mock.requestsTo('register')).toEqual([])
  })

  it('login is done where a usable sign-in is stored', async () => {
    const url = 'https://mcp.example.com/mcp'
    const store = memoryTokenStore()
    await store.update(`tokens:${url}`, async () => tokenRecord({ expiresAt: undefined }))
    expect(await runHere(['login', url], { store, env: {} })).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^Already signed in/),
    })
  })
})

it('takes an answer that is pasted, and refuses a bare code with the reason', async () => {
  const mock = await startMock()
  const store = memoryTokenStore()
  let show: (url: URL) => void = () => undefined
  const shown = new Promise<URL>((resolve) => {
    show = resolve
  })
  const pasted: string[] = []
  const answers = ['SplxlOBeZQQYbYS6WxSbIA', 'the redirect']
  const stdin = {
    async readPasted(signal: AbortSignal): Promise<string | undefined> {
      const next = answers.shift()
      if (next === undefined)
        return new Promise((resolve) => signal.addEventListener('abort', () => resolve(undefined)))
      if (next !== 'the redirect') return next
      const response = await fetch(await shown, { redirect: 'manual' })
      const location = response.headers.get('location') ?? ''
      pasted.push(location)
      return `"${location}"`
    },
  }
  const browser = async (url: URL): Promise<void> => show(url)
  const argv = ['login', mock.serverUrl, '--no-browser', '--redirect-port', '0']
  const { code, stdout, stderr } = await runHere(argv, { store, isTTY: true, env: { NO_COLOR: '1' }, stdin, browser })
  expect(code).toBe(0)
  expect(stderr).toContain('That is only a code')
  expect(stdout).toContain(`Signed in to ${mock.serverUrl}`)
  for (const secret of [...secretsOf(mock), ...pasted]) expect(stdout + stderr).not.toContain(secret)
})

describe('a call of a tool that the server does not have', () => {
  const result = { protocolVersion: '2025-06-18', capabilities: { tools: {} }, serverInfo: { name: 'x', version: '1' } }
  const tools = [{ name: 'echo', inputSchema: { type: 'object' } }]
  const failed = { isError: true, content: [{ type: 'text', text: 'It failed.' }] }
  const unknown = { code: -32602, message: 'Unknown tool' }

  async function serverThat(answer: object): Promise<string> {
    const answers: Readonly<Record<string, object>> = {
      initialize: { result },
      'tools/list': { result: { tools } },
      'tools/call': answer,
    }
    const { port } = await serve(async (request, response) => {
      const { method, id } = JSON.parse((await text(request)) || '{}')
      if (id === undefined) {
        response.writeHead(method ? 202 : 405).end()
        return
      }
      const body = answers[method] ?? { error: { code: -32601, message: 'Method not found' } }
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ jsonrpc: '2.0', id, ...body }))
    })
    return `http://127.0.0.1:${port}/mcp`
  }

  it.each([
    ['an error', { error: unknown }],
    ['a result', { result: failed }],
  ])('names the command that lists them, with what was typed: told in %s', async (_, answer) => {
    const url = await serverThat(answer)
    const argv = ['call', url, 'ehco', '--account', 'me', '--store', 'file', '--transport', 'http']
    expect(await runHere(argv)).toMatchObject({
      code: 1,
      stdout: '',
      stderr: `error: ${url} has no tool called ehco.\nhint: fast-agent-auth tools ${url} --account me --store file --transport http\n`,
    })
    const { stderr } = await runHere([...argv, '--json'])
    expect(JSON.parse(stderr.trim().split('\n').at(-1) ?? '')).toMatchObject({ error: { code: 'unknown_tool' } })
  })

  it.each([
    ['an error', { error: unknown }, '', /Unknown tool/],
    ['a result', { result: failed }, 'It failed.\n', /The tool echo failed\./],
  ])('is told from one that fails: told in %s', async (_, answer, stdout, text) => {
    const finished = await runHere(['call', await serverThat(answer), 'echo'])
    expect(finished).toMatchObject({ code: 1, stdout, stderr: expect.stringMatching(text) })
    expect(finished.stderr).not.toContain('hint')
  })

  it('is told where the SDK answers', async () => {
    const { mock, store } = await startSignedIn()
    const { code, stderr } = await runHere(['call', mock.serverUrl, 'ehco'], { store })
    expect(code).toBe(1)
    expect(stderr).toContain(`hint: fast-agent-auth tools ${mock.serverUrl}\n`)
  })
})
