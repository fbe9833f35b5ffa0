import { describe, expect, it } from 'vitest'
import { commandLine, sameCommand, sameCommandFor } from '../src/errors/command-line.ts'
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
  ['token', url, '--redis-url=redis://:s3cr@127.0.0.1:7391'],
  ['token', url, '--redis-url', 'redis://:s3/cr@127.0.0.1:7391'],
  ['REDIS://:hunter2longpass@h'],
])('no password of a Redis URL is printed, however it was mistyped: %j %j %j', async (...argv) => {
  for (const json of [[], ['--json']]) {
    const { stdout, stderr } = await runHere([...argv, ...json], { isTTY: json.length === 0, columns: 300 })
    expect(stderr).not.toBe('')
    expect(stdout + stderr).not.toMatch(/hunter2|Abc|def123456|a#b|s3\/?cr/)
  }
})
