import { describe, expect, it } from 'vitest'
import { commandLine, sameCommand, sameCommandFor } from '../src/errors/command-line.ts'

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
