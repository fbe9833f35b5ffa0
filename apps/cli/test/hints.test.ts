import { memoryTokenStore } from '@fast-agent-auth/token-store'
import { describe, expect, it } from 'vitest'
import { folderWith } from './support/files.ts'
import { commandsIn } from './support/hints.ts'
import { freePort, serve, signIn, startMock, startSignedIn } from './support/servers.ts'
import { tokenRecord } from './support/tokens.ts'
import { type RunOptions, runHere } from './support/world.ts'

interface Scene {
  readonly argv: readonly string[]
  readonly options?: RunOptions
  /** The options with which the hint is followed, where a person is there. */
  readonly next?: RunOptions
}

type Mock = Awaited<ReturnType<typeof startMock>>

const unusable = Object.assign(new Error('No keychain can be reached.'), { name: 'KeyringError', code: 'unavailable' })
const nobody: RunOptions = { env: { NO_COLOR: '1' } }

/** A terminal with a person, who opens each link. */
function person(mock: Mock): RunOptions {
  return {
    env: { DISPLAY: ':0', NO_COLOR: '1' },
    isTTY: true,
    columns: 200,
    answers: ['y', 'y'],
    browser: mock.openBrowser,
  }
}

async function refused(): Promise<string> {
  const { port } = await serve((_, response) => response.writeHead(401, { 'www-authenticate': 'Bearer' }).end())
  return `http://127.0.0.1:${port}/mcp`
}

/** Each way to a hint that is a command, and whether the first command works once the hint was followed. */
const scenes: readonly (readonly [name: string, scene: () => Promise<Scene>, again: boolean])[] = [
  [
    'login where nobody is',
    async () => {
      const clients = [
        {
          clientId: 'mine',
          redirectUris: ['http://127.0.0.1:3030/callback'],
          tokenEndpointAuthMethod: 'none',
        } as const,
      ]
      const mock = await startMock({ registration: 'none', clients, anyLoopbackPort: true })
      const own = [
        '--client-id',
        'mine',
        '--issuer',
        mock.issuer,
        '--scope',
        'mcp:read',
        '--redirect-port',
        String(await freePort()),
      ]
      return {
        argv: ['login', mock.serverUrl, ...own, '--account', 'me', '--no-browser'],
        options: nobody,
        next: person(mock),
      }
    },
    true,
  ],
  [
    'login that was denied',
    async () => {
      let asked = 0
      const mock = await startMock({ consent: () => (asked++ === 0 ? 'deny' : 'approve') })
      return {
        argv: ['login', mock.serverUrl, '--redirect-port', '0', '--scope', 'mcp:read'],
        options: { browser: mock.openBrowser },
        next: person(mock),
      }
    },
    true,
  ],
  ...['tools', 'token', 'call'].map(
    (command) =>
      [
        `${command} where nobody is signed in`,
        async () => {
          const mock = await startMock()
          const more = command === 'call' ? ['echo', '{"message":"hello"}'] : []
          return { argv: [command, mock.serverUrl, ...more], options: nobody, next: person(mock) }
        },
        true,
      ] as const,
  ),
  ...['tools', 'token', 'login'].map(
    (command) =>
      [
        `${command} where there is no keychain`,
        async () => {
          const mock = await startMock()
          const options = { ...nobody, unusable, files: memoryTokenStore() }
          return { argv: [command, mock.serverUrl], options, next: { ...options, ...person(mock), unusable } }
        },
        true,
      ] as const,
  ),
  [
    'tools where another account is signed in',
    async () => {
      const { mock, store } = await startSignedIn('bob')
      return { argv: ['tools', mock.serverUrl], options: { ...nobody, store }, next: { ...person(mock), store } }
    },
    true,
  ],
  [
    'tools whose tokens are refused',
    async () => {
      const url = await refused()
      const store = memoryTokenStore()
      await store.update(`tokens:${url}`, async () =>
        tokenRecord({ resource: url, expiresAt: undefined, refreshToken: undefined }),
      )
      const asked = await startMock()
      return { argv: ['tools', url], options: { ...nobody, store }, next: { ...person(asked), store } }
    },
    false,
  ],
  [
    'clear of a URL that is signed in by another account alone',
    async () => {
      const { mock, store } = await startSignedIn('work')
      const cwd = await folderWith({
        'fast-agent.yaml': `mcp:\n  servers:\n    notes: { url: "${mock.serverUrl}", auth: { account: work } }\n`,
      })
      return { argv: ['clear', mock.serverUrl, '-y'], options: { store, cwd }, next: { ...person(mock), store, cwd } }
    },
    false,
  ],
  [
    'status of a server that nobody is signed in to',
    async () => {
      const mock = await startMock()
      return { argv: ['status', mock.serverUrl], options: nobody, next: person(mock) }
    },
    true,
  ],
  [
    'a token for a terminal',
    async () => {
      const { mock, store } = await startSignedIn()
      return {
        argv: ['token', mock.serverUrl],
        options: { ...nobody, store, isTTY: true, columns: 200 },
        next: { ...nobody, store },
      }
    },
    false,
  ],
  [
    'a call of a tool that is not there',
    async () => {
      const { mock, store } = await startSignedIn()
      return { argv: ['call', mock.serverUrl, 'ehco'], options: { ...nobody, store }, next: { ...nobody, store } }
    },
    false,
  ],
  [
    'login at a port that is taken',
    async () => {
      const mock = await startMock()
      const { port } = await serve(() => undefined)
      return {
        argv: ['login', mock.serverUrl, '--redirect-port', String(port)],
        options: { env: { DISPLAY: ':0', NO_COLOR: '1' } },
        next: person(mock),
      }
    },
    true,
  ],
  [
    'login that nobody finished',
    async () => {
      const mock = await startMock()
      const argv = ['login', mock.serverUrl, '--redirect-port', '0', '--timeout', '1', '--scope', 'mcp:read']
      return { argv, options: { env: { DISPLAY: ':0', NO_COLOR: '1' } }, next: person(mock) }
    },
    true,
  ],
  [
    'login at a URL without /mcp',
    async () => {
      const mock = await startMock()
      const argv = ['login', new URL('/', mock.serverUrl).href, '--redirect-port', '0', '--no-browser']
      return { argv, options: nobody, next: person(mock) }
    },
    false,
  ],
  [
    'login at a URL without a scheme',
    async () => {
      const mock = await startMock()
      const argv = ['login', mock.serverUrl.replace('http://', ''), '--redirect-port', '0', '--no-browser']
      return { argv, options: nobody, next: person(mock) }
    },
    false,
  ],
  [
    'login where another store has a sign-in',
    async () => {
      const mock = await startMock()
      const options = { store: memoryTokenStore(), files: memoryTokenStore() }
      await signIn(mock, options.store)
      const argv = ['login', mock.serverUrl, '--store', 'file', '--redirect-port', '0']
      return { argv, options: { ...options, ...person(mock) }, next: { ...options, ...person(mock) } }
    },
    true,
  ],
  [
    'status of a sign-in that has ended',
    async () => {
      const mock = await startMock()
      const store = memoryTokenStore()
      const ended = tokenRecord({ resource: mock.serverUrl, refreshToken: undefined, expiresAt: -1 })
      await store.update(`tokens:${mock.serverUrl}`, async () => ended)
      return { argv: ['status'], options: { ...nobody, store }, next: { ...person(mock), store } }
    },
    true,
  ],
  ['wrong usage', async () => ({ argv: ['login'], next: nobody }), false],
  ['a wrong word', async () => ({ argv: ['stauts'], next: nobody }), false],
]

describe('a hint is a command that works', () => {
  it.each(scenes)('%s', async (_, scene, again) => {
    const { argv, options, next } = await scene()
    const store = options?.store ?? memoryTokenStore()
    const first = await runHere(argv, { store, ...options })
    // The part behind a pipe is another program, which is not run here.
    const commands = commandsIn(first.stdout + first.stderr).map((words) =>
      words.slice(0, [...words, '|'].indexOf('|')),
    )
    expect(commands.length).toBeGreaterThan(0)
    const error = /^error: .*$/m.exec(first.stderr)?.[0]
    const failures: unknown[] = []
    for (const command of commands) {
      const { code, stderr } = await runHere(command, { store, ...next })
      if (code === 2 || stderr.includes(error ?? 'error: ')) failures.push({ command, code, stderr })
      // Every typed word stays, so that nothing has to be remembered.
      const kept = argv.slice(2).map((word) => (word === '-y' ? '--yes' : word))
      if (command[0] === argv[0])
        expect(command).toEqual(expect.arrayContaining(kept.filter((word) => !/^\d+$/.test(word))))
    }
    expect(failures).toEqual([])
    if (again) expect(await runHere(argv, { store, ...options })).toMatchObject({ code: 0 })
  })
})
