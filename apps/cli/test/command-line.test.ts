import { overrideAuth } from '@fast-agent-auth/config'
import { describe, expect, it } from 'vitest'
import { commandLine, sameCommand, sameCommandFor, settingWords, shellWord } from '../src/errors/command-line.ts'
import { createKnownSecrets } from '../src/known-secrets.ts'
import { createProgram } from '../src/program/program.ts'
import { withScheme } from '../src/servers/server-url.ts'
import { record, worldOf } from './hostile-words.ts'
import { folderWith } from './support/files.ts'
import { commandsIn } from './support/hints.ts'
import { runHere } from './support/world.ts'

const invocation = 'fast-agent-auth'
const url = 'https://mcp.example.com/mcp'

describe('a command with another server', () => {
  it.each([
    [['tools', 'x'], `tools ${url}`],
    [['call', 'x', 'x', '{}'], `call ${url} x '{}'`],
    [['login', 'login', '--store', 'file'], `login ${url} --store file`],
    [['tools', '--account', 'work', 'work'], `tools --account work ${url}`],
    [['tools', '-c', 'x', 'x'], `tools -c x ${url}`],
    [['tools', '--store=file', '--no-browser', 'x'], `tools --store=file --no-browser ${url}`],
    [['token', '--header', '--', '-x'], `token --header -- ${url}`],
    [['clear', '-y', 'x'], `clear -y ${url}`],
    [['auth', 'mcp', 'login', '--endpoint=x', '--timeout', '9'], `login ${url} --timeout 9`],
    [['auth', 'tools', 'auth'], `tools ${url}`],
  ])('%j keeps all that was typed', (argv, expected) => {
    expect(sameCommandFor(url, { argv, invocation })).toBe(`${invocation} ${expected}`)
  })
})

describe('a hint has no password', () => {
  const redisUrl = 'redis://me:hunter2@127.0.0.1:1'
  it.each([
    ['that was typed behind its option', sameCommand({ argv: ['status', '--redis-url', redisUrl], invocation })],
    ['that was typed with its option', sameCommand({ argv: ['status', `--redis-url=${redisUrl}`], invocation })],
    ['of a completed command', commandLine('login', { target: url, redisUrl }, { invocation })],
  ])('%s', (_, command) => {
    expect(command).toContain('--redis-url')
    expect(command).not.toContain('hunter2')
  })
})

it.each([
  ['status', '--redis-ur=REDIS://:hunter2longpass@127.0.0.1:1'],
  ['status', '--redis-ur=redis://:Abc/def123456@h'],
  ['status', '--store', 'REDIS://:hunter2longpass@127.0.0.1:1'],
  ['status', '--store=redis://:a#b@h'],
  ['status', '--store=postgres://me:s3cretpass@h'],
  ['token', url, '--redis-url=redis://:s3cr@127.0.0.1:7391'],
  ['token', url, '--redis-url', 'redis://:s3/cr@127.0.0.1:7391'],
  ['REDIS://:hunter2longpass@h'],
])('no password of a Redis URL is printed, however it was mistyped: %j %j %j (H134)', async (...argv) => {
  for (const json of [[], ['--json']]) {
    const { stdout, stderr } = await runHere([...argv, ...json], { isTTY: json.length === 0, columns: 300 })
    expect(stderr).not.toBe('')
    expect(stdout + stderr).not.toMatch(/hunter2|Abc|def123456|a#b|s3\/?cr/)
  }
})

it.each([
  ['many URLs', 'a://b,'.repeat(20_000)],
  ['many URLs after an @', `me@x ${'a://b:c,'.repeat(20_000)}`],
  ['many colons', `s3://b,${'a:'.repeat(60_000)}`],
  ['a server at a port', 'https://mcp.example.com:8443/@me'],
])('an argument with %s has no password, and costs no time', (_, argument) => {
  expect(createKnownSecrets({ env: {}, argv: [argument] }).values()).toEqual([])
})

describe('a server whose name begins with a dash', () => {
  it.each(['-x', '--store', '--help', '-', '--config-path=/etc/passwd'])(
    'is found behind two dashes, and named so in the next step: %s (H80)',
    async (name) => {
      const cwd = await folderWith({ '.mcp.json': JSON.stringify({ mcpServers: { [name]: { url } } }) })
      const { code, stdout, stderr } = await runHere(['token', '--', name], { cwd })
      expect([code, stdout]).toEqual([3, ''])
      expect(stderr).toContain(`hint: fast-agent-auth login -- ${name}\n`)
    },
  )

  it('is none where it stands before "--": no option of that name is made up', async () => {
    const cwd = await folderWith({ '.mcp.json': JSON.stringify({ mcpServers: { '-x': { url } } }) })
    const { code, stderr, opened } = await runHere(['token', '-x'], { cwd })
    expect([code, opened]).toEqual([2, []])
    expect(stderr).toContain("unknown option '-x'")
  })
})

describe('a command to be copied on Windows', () => {
  it.each([
    ['github', 'github'],
    ['C:\\Users\\Alex Doe\\fast-agent.yaml', '"C:\\Users\\Alex Doe\\fast-agent.yaml"'],
    ['https://mcp.example.com/mcp?a=1&b=a%20b', '"https://mcp.example.com/mcp?a=1&b=a%20b"'],
    ['x&calc.exe&', '"x&calc.exe&"'],
    ["y';calc;'", '"y\';calc;\'"'],
    ['日本', '"日本"'],
  ])('quotes %s as cmd and PowerShell do', (word, expected) => {
    expect(shellWord(word, 'win32')).toBe(expected)
  })

  it('gives a document member by member, since no shell there takes its quotation marks', () => {
    const document = { issuer: 'https://a.example', code_challenge_methods_supported: ['S256', 'plain'] }
    const words = settingWords(`authorizationServer=${JSON.stringify(document)}`, 'win32')
    expect(words).toEqual([
      'authorizationServer.issuer=https://a.example',
      'authorizationServer.code_challenge_methods_supported=S256,plain',
    ])
    expect(words.map((word) => shellWord(word, 'win32'))).not.toContain('"…"')
    const bare = { name: 'a', transport: 'http', url: 'https://a.example', headers: {} } as const
    expect(overrideAuth(bare, words).auth?.authorizationServer).toEqual(document)
    for (const word of ['authorizationServer={', 'scope=a b']) expect(settingWords(word, 'win32')).toEqual([word])
  })

  it.each(['"&calc&"', '%PATH%', '$(calc)', '$env:PATH', '`calc`', '“;calc;”', 'a\nb', 'a!b!', 'a^b', 'a b\\', ''])(
    'leaves out %j, which one of them takes apart',
    (word) => {
      expect(shellWord(word, 'win32')).toBe('"…"')
    },
  )
})

describe('a command to be copied', () => {
  it('has no backslash in quotes, which means something to fish', () => {
    expect(shellWord("a\\';b;'", 'linux')).toBe("'a'\\\\''\\'';b;'\\'''")
  })
})

it('no option takes a secret, since every user of a machine sees the arguments of every program (H86)', () => {
  const { options, commands } = createProgram(worldOf(record(80).terminal))
  const all = [
    ...options,
    ...commands.flatMap((command) => [...command.options, ...command.commands.flatMap((each) => each.options)]),
  ]
  const names = all.map(({ long }) => long)
  expect(names).toEqual(expect.arrayContaining(['--client-id', '--store', '--config-path', '--url']))
  expect(names.filter((name) => /secret|password|token|key|bearer|auth/i.test(name ?? ''))).toEqual([])
})

it.each([
  ['localhost:4710/mcp', 'http'],
  ['localhost/mcp', 'http'],
  ['LOCALHOST:8000', 'http'],
  ['mcp.localhost:4710/mcp', 'http'],
  ['127.0.0.1:4710/mcp', 'http'],
  ['127.1.2.3/mcp', 'http'],
  ['[::1]:4710/mcp', 'http'],
  ['localhost:4710/mcp?server=a', 'http'],
  ['mcp.example.com/mcp', 'https'],
  ['mcp.example.com:8443/mcp', 'https'],
  ['localhost.example.com/mcp', 'https'],
  ['127.0.0.1.example.com/mcp', 'https'],
  ['10.0.0.1:8000/mcp', 'https'],
  ['[2001:db8::1]:8000/mcp', 'https'],
])('a URL typed without scheme is hinted with that of its host: %s is %s', async (typed, scheme) => {
  for (const command of ['login', 'status', 'tools', 'token', 'clear -y']) {
    const { code, stderr } = await runHere([...command.split(' '), typed])
    expect(code).toBe(2)
    expect(stderr).toMatch(
      /^error: \S+ is neither the name of a configured server nor a URL\.\nhint: Write a URL with its scheme:\n/,
    )
    expect(commandsIn(stderr)).toEqual([[...command.split(' '), `${scheme}://${typed}`]])
  }
  expect(withScheme(typed)).toBe(`${scheme}://${typed}`)
})
