import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { childEnvironment, childFolder } from '../src/child-environment.ts'
import { openBrowser } from '../src/index.ts'

const url = new URL('https://auth.example.com/authorize?a=%24(calc)&b="&c')
const href = 'https://auth.example.com/authorize?a=%24%28calc%29&b=%22&c'

async function commandFor(options: { platform: NodeJS.Platform; env?: Record<string, string> }, target: URL = url) {
  const commands: string[][] = []
  const run = async (program: string, args: readonly string[]): Promise<void> => void commands.push([program, ...args])
  await openBrowser(target, { env: {}, ...options, run })
  return commands
}

describe('a URL', () => {
  it.each([
    ['on Linux', { platform: 'linux' }, ['xdg-open', href]],
    ['on macOS', { platform: 'darwin' }, ['/usr/bin/open', href]],
    [
      'on Windows',
      { platform: 'win32', env: { SystemRoot: 'D:\\Win' } },
      ['D:\\Win\\System32\\rundll32.exe', 'url.dll,FileProtocolHandler', href],
    ],
    [
      'on Windows whose root is named by a part of its path',
      { platform: 'win32', env: { SystemRoot: 'Windows' } },
      ['C:\\Windows\\System32\\rundll32.exe', 'url.dll,FileProtocolHandler', href],
    ],
    [
      'in WSL',
      { platform: 'linux', env: { WSL_DISTRO_NAME: 'Debian' } },
      ['/mnt/c/Windows/System32/rundll32.exe', 'url.dll,FileProtocolHandler', href],
    ],
    ['by BROWSER', { platform: 'linux', env: { BROWSER: 'firefox' } }, ['firefox', href]],
    [
      'by BROWSER with arguments',
      { platform: 'darwin', env: { BROWSER: ' lynx  -a %s -b ' } },
      ['lynx', '-a', href, '-b'],
    ],
    ['by the first of several in BROWSER', { platform: 'linux', env: { BROWSER: ':w3m:links' } }, ['w3m', href]],
    [
      'by BROWSER on Windows, where a colon is part of a path',
      { platform: 'win32', env: { BROWSER: 'C:\\b.exe' } },
      ['C:\\b.exe', href],
    ],
  ] as const)('is opened without a shell: %s (Q13)', async (_, options, command) => {
    expect(await commandFor(options)).toEqual([command])
  })

  it.each([
    'http://example.com/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'ms-msdt:x',
    'https://user:pw@example.com/',
  ])('is not opened, wherever it came from: %s (Q12)', async (target) => {
    const started: string[] = []
    const run = async (program: string): Promise<void> => void started.push(program)
    await expect(openBrowser(new URL(target), { env: {}, platform: 'linux', run })).rejects.toThrow(
      'No browser was opened',
    )
    expect(started).toEqual([])
  })

  it('is opened without TLS where it is on this machine (Q12)', async () => {
    expect(await commandFor({ platform: 'linux' }, new URL('http://127.0.0.1:8000/'))).toHaveLength(1)
  })
})

it('hands no program anything that a shell would evaluate (H11, V1)', async () => {
  const hostile = new URL("https://evil.example.com/$(calc)/`id`/;rm/'x'/{a,b}|c?q=$(calc);!x")
  for (const platform of ['linux', 'darwin', 'win32'] as const) {
    const [command = []] = await commandFor({ platform }, hostile)
    expect(command.at(-1)).not.toMatch(/[$`'();|{}!]/)
    expect(decodeURIComponent(new URL(command.at(-1) ?? '').pathname)).toBe(decodeURIComponent(hostile.pathname))
  }
})

it.each(['http://[::1]:8080/authorize?a=[b]', 'https://[fd00::1]/authorize?a=[b]'])(
  'opens the address that was allowed, in its brackets: %s',
  async (text) => {
    const [command = []] = await commandFor({ platform: 'linux' }, new URL(text))
    expect(command).toEqual(['xdg-open', text.replace('[b]', '%5Bb%5D')])
  },
)

it('says which program cannot be started', async () => {
  await expect(openBrowser(url, { platform: 'linux', env: { BROWSER: '/nowhere/browser' } })).rejects.toThrow(
    'No browser was opened: /nowhere/browser cannot be started.',
  )
})

it('says so where the program fails', async () => {
  await expect(openBrowser(url, { platform: 'linux', env: { BROWSER: 'false' } })).rejects.toThrow('false ended with 1')
})

describe('a program of the working folder', () => {
  it.each([
    ['linux', './browser', 'BROWSER has to begin with the whole path of a program, or a name that is found in PATH'],
    ['darwin', 'node_modules/.bin/browser %s', 'BROWSER has to begin with the whole path'],
    ['win32', 'firefox', 'BROWSER has to begin with the whole path of a program.'],
    ['win32', 'C:firefox.exe', 'BROWSER has to begin with the whole path of a program.'],
  ] as const)('is not started on %s by BROWSER=%s (H109)', async (platform, BROWSER, message) => {
    await expect(commandFor({ platform, env: { BROWSER } })).rejects.toThrow(message)
  })

  it.each([
    ['/usr/bin::.:bin:/bin', '/usr/bin:/bin'],
    ['.:', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('is not found by PATH=%s (H109)', (PATH, expected) => {
    expect(childEnvironment({ PATH, HOME: '/me' }, 'linux')).toEqual({ PATH: expected, HOME: '/me' })
  })
})

describe('a browser', () => {
  it.each([
    ['linux', {}, '/'],
    ['darwin', {}, '/'],
    ['win32', { SystemRoot: 'D:\\Win' }, 'D:\\Win'],
    ['win32', { SystemRoot: 'Win' }, 'C:\\Windows'],
    ['win32', {}, 'C:\\Windows'],
  ] as const)('is started in no folder of a stranger on %s with %j (H127)', (platform, env, folder) => {
    expect(childFolder(env, platform)).toBe(folder)
  })

  it.skipIf(process.platform === 'win32')('does not run what it finds in the working folder (H127)', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'browser-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    await writeFile(join(folder, 'browser'), `#!/bin/sh\npwd > '${folder}/started'\n`, { mode: 0o755 })
    expect(process.cwd()).not.toBe('/')
    await openBrowser(url, { platform: 'linux', env: { BROWSER: join(folder, 'browser') } })
    expect(await readFile(join(folder, 'started'), 'utf8')).toBe('/\n')
  })
})

describe('a setting of ours, which may be a secret', () => {
  it.each(['linux', 'darwin', 'win32'] as const)('is in no environment of a browser on %s (H111)', (platform) => {
    const ours = {
      FAST_AGENT_AUTH_KEY: 'k',
      FAST_AGENT_AUTH_CLIENT_SECRET: 's',
      Fast_Agent_Auth_Store: 'redis://:pw@h',
      FAST_AGENT_OAUTH_CLIENT_METADATA_URL: 'https://example.com/client',
      MCP__SERVERS__NOTES__HEADERS__AUTHORIZATION: 'Bearer token',
      mcp__servers__notes__auth__client_secret: 's',
    }
    const theirs = { DISPLAY: ':0', PATH: '/bin', MCP_MODE: '1' }
    expect(childEnvironment({ ...ours, ...theirs }, platform)).toEqual(theirs)
  })

  it.skipIf(process.platform === 'win32')('does not reach the browser that is started (H111)', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'browser-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    await writeFile(join(folder, 'browser'), `#!/bin/sh\nenv > '${folder}/environment'\n`, { mode: 0o755 })
    vi.stubEnv('FAST_AGENT_AUTH_KEY', 'key')
    vi.stubEnv('FAST_AGENT_AUTH_CLIENT_SECRET', 'secret')
    vi.stubEnv('MCP__SERVERS__NOTES__AUTH__CLIENT_SECRET', 'secret')
    vi.stubEnv('PATH', `.:${folder}:${process.env.PATH}`)
    await openBrowser(url, { platform: 'linux', env: { BROWSER: 'browser' } })
    const environment = await readFile(join(folder, 'environment'), 'utf8')
    expect(environment).toContain(`PATH=${folder}:`)
    expect(environment).not.toMatch(/FAST_AGENT|MCP__/)
  })
})
