import { setImmediate } from 'node:timers/promises'
import { memoryTokenStore } from '@fast-agent-auth/token-store'
import { describe, expect, it, vi } from 'vitest'
import { freePort, serve, startMock } from './support/servers.ts'
import { type Finished, runHere } from './support/world.ts'

const url = 'https://mcp.example.com/mcp'

describe('help', () => {
  it('shows the commands with an example of each, and the exit codes', async () => {
    const { code, stdout, stderr, opened } = await runHere(['--help'])
    expect({ code, stderr, opened }).toEqual({ code: 0, stderr: '', opened: [] })
    expect(stdout).toMatchInlineSnapshot(`
      "Usage: fast-agent-auth [options] [command]

      Signs in to MCP servers with OAuth, and shows, uses and ends these sign-ins.

      Options:
        --version                    show the version
        -h, --help                   show this help

      Sign in and out:
        login <server>               sign in to a server with a browser
        status|check [server]        show stores, configured servers and sign-ins
        clear|logout [server]        sign out: revoke the tokens and delete them

      Use a server:
        token <server>               print an access token, refreshed if needed
        tools <server>               list the tools of a server
        call <server> <tool> [json]  call a tool of a server

      More:
        cimd                         check and create client ID metadata documents
        help [command...]            show the help of a command

      <server> is a name in fast-agent.yaml, .mcp.json or .vscode/mcp.json, or a URL.

      Examples:
        $ fast-agent-auth login https://mcp.example.com/mcp
        $ fast-agent-auth status
        $ fast-agent-auth clear github
        $ fast-agent-auth token github --header | curl -H @- $URL
        $ fast-agent-auth tools github
        $ fast-agent-auth call github search '{"query": "oauth"}'
        $ fast-agent-auth cimd validate https://example.com/client.json
        $ fast-agent-auth cimd create https://example.com/client.json --name Agent

      Exit codes:
        0    done
        1    failed
        2    wrong usage or configuration
        3    a sign-in is needed, or it was denied or refused
        4    the server, the network or the store cannot be reached
        130  interrupted

      FAST_AGENT_AUTH_STORE names the store for sign-ins: keyring, file or redis://…

      All options of a command: fast-agent-auth help <command>
      "
    `)
  })

  it.each(['login', 'status', 'clear', 'token', 'tools', 'call'])(
    'of %s has an example, and fits on a screen',
    async (command) => {
      const { code, stdout } = await runHere([command, '--help'])
      expect(code).toBe(0)
      expect(stdout).toContain(`$ fast-agent-auth ${command}`)
      expect(stdout.split('\n').length).toBeLessThanOrEqual(40)
    },
  )

  it('fits into 80 columns', async () => {
    for (const argv of [
      [],
      ['login'],
      ['status'],
      ['clear'],
      ['token'],
      ['tools'],
      ['call'],
      ['cimd'],
      ['cimd', 'validate'],
      ['cimd', 'create'],
    ]) {
      const { stdout } = await runHere([...argv, '--help'])
      expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([])
    }
  })

  it.each([40, 50, 57, 60, 65, 70, 75])('has two columns, or none, in each list of %i columns', async (columns) => {
    for (const command of ['help', 'login', 'status', 'token', 'cimd']) {
      const { stdout } = await runHere(['help', command], { isTTY: true, columns })
      const lines = stdout.split('\n').filter((line) => !line.startsWith('  $ '))
      expect(lines.filter((line) => line.length > columns)).toEqual([])
      const options = stdout.split('\nOptions:\n')[1]?.split('\n\n')[0]?.split('\n') ?? []
      const terms = options.filter((line) => /^ {2}\S/.test(line))
      const beside = terms.filter((line) => /\S {2,}\S/.test(line)).length
      expect([0, terms.length]).toContain(beside)
    }
  })

  it('of status explains its words below them where there is no room beside', async () => {
    const { stdout } = await runHere(['status', '--help'], { isTTY: true, columns: 40 })
    expect(stdout).toContain(
      '\nStates:\n  ready\n      the access token is good\n  refreshable\n      it has expired, and is renewed\n      when it is used\n',
    )
  })

  it.each([
    [
      ['auth', 'login', '--help'],
      ['login', '--help'],
    ],
    [
      ['auth', 'mcp', 'login', '--help'],
      ['login', '--help'],
    ],
    [
      ['auth', 'mcp', 'forget', '--help'],
      ['clear', '--help'],
    ],
    [['auth', '--help'], ['--help']],
    [['auth', 'mcp', '-h'], ['--help']],
    [['auth'], ['status']],
    [['auth', 'mcp'], ['status']],
    [
      ['auth', 'mcp', '--json'],
      ['status', '--json'],
    ],
    [['check'], ['status']],
    [['auth', 'mcp', 'list'], ['status']],
    [
      ['auth', 'mcp', 'show', url, '--json'],
      ['status', url, '--json'],
    ],
    [
      ['auth', 'mcp', 'login', '--endpoint', url],
      ['login', url],
    ],
    [
      ['auth', 'mcp', 'login', `--endpoint=${url}`, '--timeout', '0'],
      ['login', url, '--timeout', '0'],
    ],
    [
      ['auth', 'mcp', 'login', 'github', '--endpoint', url],
      ['login', 'github', url],
    ],
    [
      ['auth', 'mcp', 'forget', '--resource', url, '--yes'],
      ['clear', url, '--yes'],
    ],
    [
      ['auth', 'mcp', 'forget', '--all'],
      ['clear', '--all'],
    ],
    [
      ['auth', 'mcp', 'login', '--', '--endpoint'],
      ['login', '--', '--endpoint'],
    ],
    [['auth', 'mcp', 'sign-in'], ['sign-in']],
  ])('%j, as the Python program fast-agent has it, is %j', async (theirs, ours) => {
    const text = ({ code, stdout, stderr }: Finished): Partial<Finished> => ({ code, stdout, stderr })
    expect(text(await runHere(theirs))).toEqual(text(await runHere(ours)))
  })

  it('is shown by the command help too, of logout as that of clear', async () => {
    for (const [word, command] of [
      ['login', 'login'],
      ['clear', 'clear'],
      ['logout', 'clear'],
    ] as const) {
      const help = await runHere([command, '--help'])
      expect([await runHere(['help', word]), await runHere([word, '--help'])]).toEqual([help, help])
    }
  })

  it('shows the version', async () => {
    expect(await runHere(['--version'])).toMatchObject({ code: 0, stdout: '1.2.3\n' })
  })
})

describe('wrong usage', () => {
  it.each([
    [[], 'Usage: fast-agent-auth'],
    [['sign-in'], "error: unknown command 'sign-in'"],
    [['stauts'], 'Did you mean status?'],
    [['login'], "error: missing required argument 'server'"],
    [['login'], 'hint: fast-agent-auth help login'],
    [['status', '--verbose'], 'hint: fast-agent-auth help status'],
    [['sign-in'], 'hint: fast-agent-auth --help'],
    [['help', 'foo'], "error: unknown command 'foo'\nhint: fast-agent-auth --help\n"],
    [['login', 'mcp.example.com/mcp'], 'hint: fast-agent-auth login https://mcp.example.com/mcp\n'],
    [['login', 'localhost:8000'], 'hint: fast-agent-auth login http://localhost:8000\n'],
    [['login', 'github'], 'error: No server is called github: no configuration that names servers was found.'],
    [['login', 'ftp://mcp.example.com'], 'error: The URL of the server has the scheme ftp.'],
    [['login', 'http://mcp.example.com/mcp'], 'error: The URL of the server is not https.'],
    [['login', url, '--store', 'memory'], 'Allowed choices are keyring, file, redis.'],
    [['login', url, '--timeout', '0'], 'Use 1 to 900 seconds.'],
    [['login', url, '--timeout', 'x'], 'Use 1 to 900 seconds.'],
    [['login', url, '--redirect-port', '65536'], 'Use 1 to 65535'],
    [['login', url, '--account', ''], 'The name of an account cannot be empty.'],
    [['login', url, '--scope', ' '], 'Name a scope, or leave --scope out to use what the server names.'],
    [['login', url, '--verbose'], "error: unknown option '--verbose'"],
    [['clear'], 'error: Name a server, or use --identity <base url> or --all.'],
    [['clear', url, '--all'], 'error: Use only one of these: a server, --identity, --all.'],
    [['clear', '--all', '--account', 'me'], 'error: Use --account with a server'],
    [['clear', '--all'], 'error: There is no terminal to ask on: confirm with --yes.'],
    [['tools'], "error: missing required argument 'server'"],
    [['call', url], "error: missing required argument 'tool'"],
    [['call', url, 'echo', '{'], 'error: The arguments of the tool are not JSON.'],
    [['call', url, 'echo', '[]'], 'error: The arguments of the tool must be a JSON object.'],
    [
      ['login', url, '--client-id', 'a', '--client-metadata-url', 'https://a.example/c.json'],
      'error: Use either --client-id or',
    ],
    [['login', url, '--transport', 'stdio'], 'Allowed choices are http, sse.'],
    [['clear', url, '--json'], '--json cannot ask you: confirm with --yes.'],
  ])('%j ends with 2 and says why on stderr', async (argv, message) => {
    const { code, stdout, stderr, opened } = await runHere(argv)
    expect({ code, stdout, opened }).toEqual({ code: 2, stdout: '', opened: [] })
    expect(stderr).toContain(message)
  })

  it('is told in lines that break between words, but for a command to copy', async () => {
    const terminal = { isTTY: true, columns: 40, env: { NO_COLOR: '1' } }
    const usage = await runHere(['login', url, '--timeout', '0'], terminal)
    expect(usage.stderr).toMatchInlineSnapshot(`
      "error: option '--timeout <seconds>'
      argument '0' is invalid. Use 1 to 900
      seconds.
      hint: fast-agent-auth help login
      "
    `)
    const unusable = Object.assign(new Error('No keychain can be reached.'), { name: 'KeyringError' })
    const command = await runHere(['auth', 'token', url, '--account', 'me too', '--show'], { ...terminal, unusable })
    expect(command.stderr).toContain(`\nhint: fast-agent-auth login ${url} --account 'me too' --store file\n`)
    const prose = await runHere(['login', 'ftp://mcp.example.com/mcp'], terminal)
    expect(prose.stderr).toContain('\nhint: Write it like\nhttps://mcp.example.com/mcp\n')
  })

  it('does not repeat a password that is in the URL', async () => {
    const { code, stderr } = await runHere(['login', 'https://me:hunter2@mcp.example.com/mcp'])
    expect(code).toBe(2)
    expect(stderr).toContain('holds a user name or password')
    expect(stderr).not.toContain('hunter2')
  })
})

describe('a store that cannot be used', () => {
  const unusable = Object.assign(new Error('No keychain can be reached.'), {
    name: 'KeyringError',
    code: 'unavailable',
  })

  it('ends token with one line that says why and one that says what else there is', async () => {
    const { code, stdout, stderr } = await runHere(['token', url], { unusable })
    expect({ code, stdout }).toEqual({ code: 4, stdout: '' })
    expect(stderr).toBe(`error: No keychain can be reached.\nhint: fast-agent-auth login ${url} --store file\n`)
  })

  it('is what status tells', async () => {
    const { code, stdout, stderr } = await runHere(['status'], { unusable })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toContain('Store: the keyring, not usable\nNo keychain can be reached.\n')
  })
})

function deferred<T>(): { readonly promise: Promise<T>; readonly resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined
  const promise = new Promise<T>((settle) => {
    resolve = settle
  })
  return { promise, resolve }
}

describe('an interruption', () => {
  it('ends with 130 and prints nothing of what happens afterwards', async () => {
    const interruption = new AbortController()
    const { promise: keys, resolve } = deferred<string[]>()
    const store = { ...memoryTokenStore(), keys: () => keys }
    const running = runHere(['status'], { signal: interruption.signal, store })
    interruption.abort()
    const finished = await running
    resolve([])
    await setImmediate()
    expect(finished).toMatchObject({ code: 130, stdout: '', stderr: 'Interrupted.\n' })
  })

  it('closes the way back from the browser', async () => {
    const mock = await startMock()
    const port = await freePort()
    const interruption = new AbortController()
    const argv = ['login', mock.serverUrl, '--no-browser', '--redirect-port', String(port)]
    const interrupt = async (): Promise<void> => interruption.abort()
    expect(await runHere(argv, { signal: interruption.signal, browser: interrupt })).toMatchObject({ code: 130 })
    await vi.waitFor(() => serve(() => undefined, port), 60_000)
    expect(mock.accessTokens).toEqual([])
  })

  it('ends the request that tools waits for', async () => {
    const interruption = new AbortController()
    const ended = deferred<void>()
    const { port } = await serve((request) => {
      request.socket.once('close', ended.resolve)
      interruption.abort()
    })
    const url = `http://127.0.0.1:${port}/mcp`
    const finished = await runHere(['tools', url], { signal: interruption.signal })
    expect(finished).toMatchObject({ code: 130, stdout: '', stderr: 'Interrupted.\n' })
    await ended.promise
  })

  it('of a question does not stand behind it', async () => {
    const running = runHere(['status'], { signal: AbortSignal.abort(), isTTY: true })
    expect(await running).toMatchObject({ code: 130, stderr: '\nInterrupted.\n' })
  })
})
