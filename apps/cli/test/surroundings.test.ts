import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { wayBackAdvice } from '../src/sign-in/way-back-advice.ts'
import { hasDisplay, hasTerminal, homeFolder, type Surroundings } from '../src/surroundings.ts'

const here: Surroundings = { platform: 'linux', user: () => 'me', host: () => 'pod-1', isContainer: () => false }
const redirectUri = 'http://127.0.0.1:3030/callback'

describe('a display', () => {
  it.each([
    ['linux', { DISPLAY: ':0' }, true],
    ['linux', { WAYLAND_DISPLAY: 'wayland-0' }, true],
    ['linux', {}, false],
    ['linux', { DISPLAY: '' }, false],
    ['linux', { BROWSER: 'firefox' }, true],
    ['linux', { BROWSER: ' ' }, false],
    ['linux', { WSL_DISTRO_NAME: 'Ubuntu' }, true],
    ['linux', { SSH_CONNECTION: 'a', DISPLAY: 'localhost:10.0' }, true],
    ['darwin', {}, true],
    ['darwin', { SSH_CONNECTION: '1 2 3 4' }, false],
    ['darwin', { SSH_CONNECTION: '1 2 3 4', BROWSER: 'open' }, true],
    ['win32', {}, true],
    ['win32', { SSH_TTY: 'x' }, false],
  ] as const)('on %s with %j: %s', (platform, env, expected) => {
    expect(hasDisplay({ env, surroundings: { ...here, platform } })).toBe(expected)
  })
})

describe('a terminal', () => {
  it.each([
    [true, true, true, true],
    [true, false, true, true],
    [true, true, false, true],
    [true, false, false, false],
    [false, true, true, false],
  ])('with stdin %s, stdout %s, stderr %s: %s', (stdin, stdout, stderr, expected) => {
    const stream = (isTTY: boolean) => ({ isTTY, write() {} })
    const input = { isTTY: stdin, readLine: noText, readPasted: noText, readAll: async () => '' }
    expect(hasTerminal({ stdin: input, stdout: stream(stdout), stderr: stream(stderr) })).toBe(expected)
  })
})

const noText = async (): Promise<undefined> => undefined

describe('the way back', () => {
  it.each([
    ['a laptop', {}, undefined],
    ['SSH', { SSH_CONNECTION: '10.0.0.2 50000 10.0.0.5 22' }, 'ssh -N -L 3030:127.0.0.1:3030 me@10.0.0.5'],
    [
      'SSH on another port',
      { SSH_CONNECTION: '::1 5 fe80::1 2222' },
      'ssh -N -L 3030:127.0.0.1:3030 me@fe80::1 -p 2222',
    ],
    [
      'a codespace',
      { CODESPACES: 'true', CODESPACE_NAME: 'fluffy-1', SSH_CONNECTION: '1 2 3 22' },
      'gh codespace ssh -c fluffy-1 -- -N -L 3030:127.0.0.1:3030',
    ],
    ['a pod', { KUBERNETES_SERVICE_HOST: '10.0.0.1' }, 'kubectl port-forward pod-1 3030'],
    ['SSH whose variable holds a command', { SSH_CONNECTION: '1 2 $(id) 22' }, undefined],
  ])('from %s', (_, env, command) => {
    expect(wayBackAdvice(redirectUri, { env, surroundings: here })?.command).toBe(command)
  })

  it.each([
    ['WSL', { WSL_DISTRO_NAME: 'Ubuntu' }, false, 'This is WSL'],
    ['a dev container', { REMOTE_CONTAINERS: 'true' }, true, 'This is a remote VS Code window'],
    ['a container', {}, true, 'This is a container'],
  ])('from %s needs no command, and is told', (_, env, container, text) => {
    const advice = wayBackAdvice(redirectUri, { env, surroundings: { ...here, isContainer: () => container } })
    expect(advice?.text).toContain(text)
    expect(advice?.command).toBeUndefined()
  })

  it('goes to the host and port of the redirect', () => {
    const env = { SSH_CONNECTION: '10.0.0.2 50000 10.0.0.5 22' }
    const advice = wayBackAdvice('http://localhost:8080/cb', { env, surroundings: { ...here, user: () => undefined } })
    expect(advice?.command).toBe('ssh -N -L 8080:localhost:8080 10.0.0.5')
  })
})

it.runIf(process.platform === 'linux').each([
  ['/home/me', '/home/me'],
  ['', undefined],
  ['me', undefined],
])('the home folder is one that is the same everywhere: HOME=%j is %j', (value, expected) => {
  vi.stubEnv('HOME', value)
  onTestFinished(() => void vi.unstubAllEnvs())
  expect(homeFolder()).toBe(expected)
})
