import { describe, expect, it } from 'vitest'
import { openBrowser } from '../src/index.ts'

const url = new URL('https://auth.example.com/authorize?a=%24(calc)&b="&c')
const href = 'https://auth.example.com/authorize?a=%24%28calc%29&b=%22&c'

async function commandFor(options: { platform: NodeJS.Platform; env?: Record<string, string> }, target: URL = url) {
  const commands: string[][] = []
  const run = async (program: string, args: readonly string[]): Promise<void> => void commands.push([program, ...args])
  await openBrowser(target, { env: {}, ...options, run })
  return commands
}

describe('a URL is opened without a shell', () => {
  it.each([
    ['on Linux', { platform: 'linux' }, ['xdg-open', href]],
    ['on macOS', { platform: 'darwin' }, ['open', href]],
    [
      'on Windows',
      { platform: 'win32', env: { SystemRoot: 'D:\\Win' } },
      ['D:\\Win\\System32\\rundll32.exe', 'url.dll,FileProtocolHandler', href],
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
  ] as const)('%s', async (_, options, command) => {
    expect(await commandFor(options)).toEqual([command])
  })
})

describe('a URL is not opened', () => {
  it.each([
    'http://example.com/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'ms-msdt:x',
    'https://user:pw@example.com/',
  ])('%s', async (target) => {
    await expect(commandFor({ platform: 'linux' }, new URL(target))).rejects.toThrow(/Not opened in a browser/)
  })

  it('but on loopback without TLS it is', async () => {
    expect(await commandFor({ platform: 'linux' }, new URL('http://127.0.0.1:8000/'))).toHaveLength(1)
  })
})

it('hands no program anything that a shell would evaluate', async () => {
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
