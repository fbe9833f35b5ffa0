import { describe, expect, it } from 'vitest'
import { findInvocation } from '../src/invocation.ts'
import { startMock } from './support/servers.ts'
import { runHere } from './support/world.ts'

const npx = 'npx @fast-agent-auth/cli'

describe('a hint names a command that the person has', () => {
  it.each([
    [undefined, '/usr/local/bin/fast-agent-auth', 'fast-agent-auth'],
    ['npm/11.19.1 node/v24.0.0 linux x64', '/home/me/.npm/_npx/1/node_modules/.bin/fast-agent-auth', npx],
    ['npm/11.19.1 node/v24.0.0 win32 x64', 'C:\\app\\node_modules\\@fast-agent-auth\\cli\\dist\\main.js', npx],
    ['pnpm/12.21.0 npm/? node/?', '/home/me/.cache/pnpm/dlx/1/2/node_modules/x.js', 'pnpm dlx @fast-agent-auth/cli'],
    ['pnpm/12.21.0 npm/? node/?', '/app/node_modules/.bin/fast-agent-auth', 'pnpm exec fast-agent-auth'],
    ['yarn/4.9.0 npm/? node/v24.0.0', '/tmp/xfs-1/dlx-1/.yarn/x.js', 'yarn dlx @fast-agent-auth/cli'],
    ['yarn/4.9.0 npm/? node/v24.0.0', '/app/.yarn/x.js', 'yarn fast-agent-auth'],
    ['bun/1.3.5 npm/? node/v24.3.0', '/tmp/bunx-0-@fast-agent-auth/cli@latest/x.js', 'bunx @fast-agent-auth/cli'],
    ['other/1.0.0', '/opt/x.js', 'fast-agent-auth'],
  ])('run by %s from %s', (agent, script, expected) => {
    expect(findInvocation({ npm_config_user_agent: agent }, script)).toBe(expected)
  })

  it.each([
    [['login'], `hint: ${npx} help login\n`],
    [['stauts'], `hint: ${npx} --help\n`],
    [['cimd', 'validate'], `hint: ${npx} help cimd validate\n`],
    [['help'], `  $ ${npx} login https://mcp.example.com/mcp\n`],
    [['help', 'clear'], `  $ ${npx} clear github\n`],
    [['help'], `All options of a command: ${npx} help <command>\n`],
    [['token', 'https://mcp.example.com/mcp'], `hint: ${npx} login https://mcp.example.com/mcp\n`],
    [['status', 'https://mcp.example.com/mcp'], `To sign in:\n  ${npx} login https://mcp.example.com/mcp\n`],
  ])('in the answer to %j', async (argv, expected) => {
    const { stdout, stderr } = await runHere(argv, { invocation: npx })
    expect(stdout + stderr).toContain(expected)
    expect(stdout + stderr).not.toMatch(/(?<!@)\bfast-agent-auth /)
  })

  it('and after a sign-in', async () => {
    const mock = await startMock()
    const argv = ['login', mock.serverUrl, '--no-browser', '--redirect-port', '0']
    const { stdout } = await runHere(argv, { invocation: npx, browser: mock.openBrowser })
    expect(stdout).toContain(`\nTry it: ${npx} tools ${mock.serverUrl} --no-browser\n`)
  })
})
