import { memoryTokenStore, type TokenStore } from '@fast-agent-auth/token-store'
import { describe, expect, it } from 'vitest'
import { selectStore } from '../src/stores/select-store.ts'
import { folderWith } from './support/files.ts'
import { secretsOf, signIn, startMock } from './support/servers.ts'
import { tokenRecord } from './support/tokens.ts'
import { type RunOptions, runHere } from './support/world.ts'

const unusable = Object.assign(new Error('No keychain can be reached.'), { name: 'KeyringError', code: 'unavailable' })
const redisUrl = 'redis://me:hunter2@redis.example.com:6380'

/** The stores that a command opens, with a configuration whose server has these settings. */
async function opened(argv: readonly string[], auth: string, env: RunOptions['env']): Promise<readonly string[]> {
  const server = `    notes:\n      url: https://mcp.example.com/mcp\n      auth: { ${auth} }\n`
  const cwd = await folderWith({ 'fast-agent.yaml': `mcp:\n  servers:\n${server}` })
  const names: string[] = []
  await runHere(argv, {
    cwd,
    env,
    selectStore: async (kind, { redisUrl, chosenBy } = {}) => ({
      location: kind,
      exists: () => true,
      async open() {
        names.push([kind, redisUrl && new URL(redisUrl).host, chosenBy].filter(Boolean).join(' '))
        return memoryTokenStore()
      },
    }),
  })
  return [...new Set(names)]
}

describe('the store is chosen once', () => {
  const file = { FAST_AGENT_AUTH_STORE: 'file' }
  const redis = { FAST_AGENT_AUTH_STORE: redisUrl }
  const theirs = 'persist: redis, redis_url: "redis://other.example.com"'
  it.each<[readonly string[], string, RunOptions['env'], readonly string[]]>([
    [[], '', {}, ['keyring', 'file']],
    [[], 'persist: keyring', {}, ['keyring']],
    [[], 'persist: file', {}, ['file']],
    [[], theirs, {}, ['redis other.example.com fast-agent.yaml:5']],
    [[], theirs, file, ['file']],
    [[], 'persist: keyring', redis, ['redis redis.example.com:6380 FAST_AGENT_AUTH_STORE']],
    [['--store', 'keyring'], theirs, file, ['keyring']],
    [['--store', 'redis'], 'persist: file', redis, ['redis redis.example.com:6380 FAST_AGENT_AUTH_STORE']],
    [['--store', 'redis'], theirs, {}, ['redis other.example.com fast-agent.yaml:5']],
    [['--redis-url', 'rediss://mine.example.com:1'], theirs, file, ['redis mine.example.com:1']],
    [['--store', 'redis', '--redis-url', 'redis://mine.example.com'], '', redis, ['redis mine.example.com']],
    [[], '', { FAST_AGENT_AUTH_STORE: '' }, ['keyring', 'file']],
    // A variable that an option overrides may be anything.
    [['--store', 'file'], '', { FAST_AGENT_AUTH_STORE: 'typo' }, ['file']],
  ])(
    '%j over what the environment says, over what the configuration says: %s %j (H135)',
    async (flags, auth, env, expected) => {
      for (const command of [['token'], ['clear', '--yes']]) {
        expect(await opened([...command, 'notes', ...flags], auth, env)).toEqual(expected)
      }
      // With what is there besides, where nobody chose for all.
      expect(await opened(['status', 'notes', ...flags], auth, env)).toEqual(expect.arrayContaining([...expected]))
    },
  )

  it.each<[readonly string[], RunOptions['env'], string]>([
    [
      [],
      { FAST_AGENT_AUTH_STORE: 'hunter2' },
      'FAST_AGENT_AUTH_STORE is not keyring, file, or the URL of a Redis, such as',
    ],
    [[], { FAST_AGENT_AUTH_STORE: 'https://me:hunter2@a.example' }, 'FAST_AGENT_AUTH_STORE is not keyring, file, or'],
    [['--redis-url', 'https://me:hunter2@a.example'], {}, '--redis-url is not the URL of a Redis, such as'],
    [['--store', 'file', '--redis-url', redisUrl], {}, 'Use --redis-url only with --store redis.'],
  ])('%j %j is wrong usage, told without what was written', async (flags, env, message) => {
    for (const argv of [['login', 'https://a.example/mcp'], ['status'], ['clear', '--all', '--yes']]) {
      const { code, stdout, stderr, opened } = await runHere([...argv, ...flags], { env })
      expect({ code, stdout, opened }).toEqual({ code: 2, stdout: '', opened: [] })
      expect(stderr).toContain(`error: ${message}`)
      expect(stderr).not.toContain('hunter2')
    }
  })
})

it('a Redis that nothing names is told with what to add', async () => {
  for (const argv of [
    ['login', 'https://a.example/mcp'],
    ['token', 'https://a.example/mcp'],
    ['clear', '--all', '--yes'],
  ]) {
    const { code, stderr } = await runHere([...argv, '--store', 'redis'], { selectStore })
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringMatching(/^error: No Redis is named: add --redis-url .*\n$/),
    })
  }
  expect((await runHere(['status', '--store', 'redis'], { selectStore })).stdout).toContain('No Redis is named')
})

describe('a sign-in in files that nobody named', () => {
  async function filesWith(options: { readonly account?: string } = {}): Promise<{ mock: Mock; files: TokenStore }> {
    const mock = await startMock()
    const files = memoryTokenStore()
    await signIn(mock, files, options.account)
    mock.clear()
    return { mock, files }
  }
  type Mock = Awaited<ReturnType<typeof startMock>>
  const note = 'note: The sign-in comes from the file.\n'

  it.each([[undefined], [unusable]])(
    'is used by each command, and named in one line (keychain: %s)',
    async (failure) => {
      const { mock, files } = await filesWith()
      const options = { files, unusable: failure }
      const url = mock.serverUrl
      const token = await runHere(['token', url], options)
      expect(token).toMatchObject({ code: 0, stdout: `${mock.accessTokens[0]?.value}\n`, stderr: note })
      expect(await runHere(['tools', url], options)).toMatchObject({ code: 0, stderr: note })
      const login = await runHere(['login', url], options)
      expect(login).toMatchObject({ code: 0, stderr: note })
      expect(login.stdout).toMatch(/^Already signed in .*\n( .*\n)* {2}Kept in {2}the file\n/)
      const status = await runHere(['status', url], options)
      expect(status.stdout).toContain('ready')
      expect(mock.requestsTo('authorize')).toEqual([])
      const cleared = await runHere(['clear', url, '--yes'], options)
      expect(cleared).toMatchObject({
        code: 0,
        stdout: `${url}: revoked and deleted.\n`,
      })
      expect(await files.keys()).not.toContain(`tokens:${url}`)
      for (const secret of secretsOf(mock)) expect(login.stdout + status.stdout).not.toContain(secret)
    },
  )

  it('is told to programs as a line of JSON', async () => {
    const { mock, files } = await filesWith()
    const { stderr } = await runHere(['login', mock.serverUrl, '--json'], { files })
    expect(JSON.parse(stderr)).toEqual({ type: 'notice', rule: 'store', message: 'The sign-in comes from the file.' })
  })

  it('is not preferred to one in the keychain', async () => {
    const { mock, files } = await filesWith()
    const store = memoryTokenStore()
    await signIn(mock, store)
    const { stdout, stderr } = await runHere(['token', mock.serverUrl], { store, files })
    expect({ stdout, stderr }).toEqual({ stdout: `${mock.accessTokens[1]?.value}\n`, stderr: '' })
  })

  it('is preferred to one in the keychain that has ended', async () => {
    const { mock, files } = await filesWith()
    const store = memoryTokenStore()
    const ended = tokenRecord({ refreshToken: undefined, expiresAt: -1, resource: mock.serverUrl })
    await store.update(`tokens:${mock.serverUrl}`, async () => ended)
    expect(await runHere(['token', mock.serverUrl], { store, files })).toMatchObject({ code: 0, stderr: note })
  })

  it('is not read where there are no files', async () => {
    const { opened } = await runHere(['token', 'https://mcp.example.com/mcp'])
    expect(new Set(opened)).toEqual(new Set(['keyring']))
  })

  it.each([['keyring', 'file'] as const, ['file', 'keyring'] as const])(
    'and one in the other store are never two without a word (login --store %s)',
    async (chosen, other) => {
      const mock = await startMock()
      const stores = { store: memoryTokenStore(), files: memoryTokenStore() }
      await signIn(mock, other === 'file' ? stores.files : stores.store)
      const argv = ['login', mock.serverUrl, '--store', chosen, '--no-browser', '--redirect-port', '0']
      const { code, stderr } = await runHere(argv, { ...stores, browser: mock.openBrowser })
      const command = `fast-agent-auth clear ${mock.serverUrl} --store ${other}`
      expect(code).toBe(0)
      expect(stderr).toBe(`note: Another sign-in to this server is in the ${other}. To end it: ${command}\n`)
      const cleared = await runHere([...command.split(' ').slice(1), '--yes'], stores)
      expect(cleared).toMatchObject({ code: 0, stdout: `${mock.serverUrl}: revoked and deleted.\n` })
      expect(await runHere(['token', mock.serverUrl, '--store', chosen], stores)).toMatchObject({ code: 0 })
    },
  )

  it('is not said to be used where it has ended', async () => {
    const { mock, files } = await filesWith()
    const ended = tokenRecord({ refreshToken: undefined, expiresAt: -1, resource: mock.serverUrl })
    await files.update(`tokens:${mock.serverUrl}`, async () => ended)
    const { code, stderr } = await runHere(['token', mock.serverUrl], { files })
    expect(code).toBe(3)
    expect(stderr).toMatch(/^error: Not signed in/)
  })

  it('is missed aloud where the files cannot be read', async () => {
    const mock = await startMock()
    const failing = {
      ...memoryTokenStore(),
      get: () => Promise.reject(new Error('The files are broken.')),
      keys: () => Promise.reject(new Error('The files are broken.')),
    }
    const { code, stderr } = await runHere(['token', mock.serverUrl], { files: failing })
    expect(code).toBe(3)
    expect(stderr).toMatch(/^note: Another store was not read: The files are broken\.\nerror: Not signed in/)
    expect((await runHere(['status'], { files: failing })).stdout).toContain(
      'Store: the file, not usable\nThe files are broken.',
    )
  })

  it('leaves no server without a store whose reason is not told', async () => {
    const { files, mock } = await filesWith()
    const other = `    other: { url: https://other.example/mcp }\n`
    const cwd = await folderWith({
      'fast-agent.yaml': `mcp:\n  servers:\n    mine: { url: "${mock.serverUrl}" }\n${other}`,
    })
    const { stdout } = await runHere(['status'], { cwd, files, unusable })
    expect(stdout).toMatch(/no store/)
    expect(stdout).toContain('Store: the keyring, not usable\nNo keychain can be reached.\n')
  })

  it('of another account is named where there is none of this', async () => {
    const { mock, files } = await filesWith({ account: 'bob' })
    for (const command of ['token', 'tools']) {
      const { stderr } = await runHere([command, mock.serverUrl], { files, env: {} })
      expect(stderr).toContain(`hint: fast-agent-auth ${command} ${mock.serverUrl} --account bob\n`)
    }
  })

  it('does not hide from clear that the keychain was not looked at', async () => {
    const { mock, files } = await filesWith()
    const argv = ['clear', mock.serverUrl, '--account', 'other', '--yes']
    const { code, stdout, stderr } = await runHere(argv, { files, unusable })
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: 'note: A store was not read: No keychain can be reached.\n',
    })
    expect(stdout).toContain('Nothing to clear')
  })

  it('ends no login with an error of the variable that an option overrides', async () => {
    const mock = await startMock()
    const argv = ['login', mock.serverUrl, '--store', 'file', '--no-browser', '--redirect-port', '0']
    const env = { DISPLAY: ':0', FAST_AGENT_AUTH_STORE: 'typo' }
    const options = { env, files: memoryTokenStore(), browser: mock.openBrowser }
    expect(await runHere(argv, options)).toMatchObject({ code: 0, stderr: '' })
  })

  it('and one in Redis are never two without a word', async () => {
    const mock = await startMock()
    const [redis, files] = [memoryTokenStore(), memoryTokenStore()]
    await signIn(mock, redis)
    const selectStore: RunOptions['selectStore'] = async (kind, { redisUrl } = {}) => ({
      location: `${kind} ${redisUrl && new URL(redisUrl).host}`,
      exists: () => true,
      open: async () => (kind === 'redis' ? redis : files),
    })
    const argv = ['login', mock.serverUrl, '--store', 'file', '--no-browser', '--redirect-port', '0']
    const env = { DISPLAY: ':0', FAST_AGENT_AUTH_STORE: redisUrl }
    const { stderr } = await runHere(argv, { env, selectStore, browser: mock.openBrowser })
    expect(stderr).toContain(
      'Another sign-in to this server is in redis redis.example.com:6380. To end it: fast-agent-auth clear',
    )
    expect(stderr).not.toContain('hunter2')
  })

  it('goes with that in the keychain where a server is cleared, and where all are', async () => {
    for (const what of [[], ['--all']]) {
      const { mock, files } = await filesWith()
      const store = memoryTokenStore()
      await signIn(mock, store)
      const target = what.length > 0 ? what : [mock.serverUrl]
      const { code, stdout } = await runHere(['clear', ...target, '--yes'], { store, files })
      expect({ code, stdout }).toEqual({ code: 0, stdout: `${mock.serverUrl}: revoked and deleted.\n`.repeat(2) })
    }
  })
})

describe('a URL means the account without a name', () => {
  it('also where a configuration names one for that server', async () => {
    const mock = await startMock()
    const server = `    notes: { url: "${mock.serverUrl}", auth: { account: work } }\n`
    const cwd = await folderWith({ 'fast-agent.yaml': `mcp:\n  servers:\n${server}` })
    const store = memoryTokenStore()
    await signIn(mock, store)
    await signIn(mock, store, 'work')
    const token = async (target: string): Promise<string> => (await runHere(['token', target], { cwd, store })).stdout
    const [plain, work] = mock.accessTokens.map(({ value }) => `${value}\n`)
    expect([await token(mock.serverUrl), await token('notes')]).toEqual([plain, work])
    const absent = await runHere(['clear', mock.serverUrl, '--account', 'nobody', '--yes'], { cwd, store })
    const commands = [...absent.stdout.matchAll(/: fast-agent-auth (.*)/g)].map(([, words = '']) => words.split(' '))
    expect(commands).toHaveLength(2)
    for (const words of commands) {
      const { stdout } = await runHere([...words, '--yes'], { cwd, store })
      expect(stdout).toContain('revoked and deleted.')
    }
  })
})
