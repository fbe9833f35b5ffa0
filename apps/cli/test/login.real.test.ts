import { memoryTokenStore } from '@fast-agent-auth/token-store'
import { startPlayground } from 'playground'
import { expect, it } from 'vitest'
import { createHome } from './support/cli.ts'
import { freePort, secretsOf, serve, startMock } from './support/servers.ts'
import { runHere } from './support/world.ts'

const file = ['--store', 'file']

it('signs in, is signed in, lists the tools and signs out, and never prints a token', async () => {
  const mock = await startMock()
  const home = await createHome()
  const { serverUrl } = mock

  const login = await home.run(['login', serverUrl, ...file])
  expect(login).toMatchObject({ code: 0, stderr: '' })
  expect(login.stdout).toContain(`  Authorization server  ${new URL(mock.issuer).host}\n`)
  expect(login.stdout).toMatch(/ {2}Asks for {14}mcp:read mcp:write\n/)
  const [link] = login.stdout.match(/^http:\S+\/authorize\?\S+$/m) ?? []
  expect(mock.requestsTo('authorize').map(({ url }) => url)).toEqual([link])
  expect(login.stdout).toMatch(
    new RegExp(
      `Signed in to ${serverUrl}\n {2}Granted {2}mcp:read mcp:write\n {2}Expires {2}in 60 minutes, then renewed by itself\n {2}Kept in {2}encrypted files in ${home.folder}/\\S+\n\nTry it: fast-agent-auth tools ${serverUrl} --store file\n$`,
    ),
  )

  const again = await home.run(['auth', 'login', serverUrl, ...file])
  expect(again).toMatchObject({ code: 0, stdout: expect.stringMatching(`^Already signed in to ${serverUrl}\n`) })
  expect(mock.requestsTo('authorize')).toHaveLength(1)

  const status = await home.run(['status', ...file])
  expect(status.stdout).toContain(`ready  in 60 minutes  ${serverUrl}\n`)

  const tools = await home.run(['tools', serverUrl, ...file])
  expect(tools).toMatchObject({
    code: 0,
    stdout: `${serverUrl} has 3 tools:\n  echo   Says what was said\n  add    Adds two numbers\n  write  Keeps a text\n`,
  })

  expect(await home.run(['clear', serverUrl, '--yes', ...file])).toMatchObject({ code: 0, stderr: '' })
  expect(mock.accessTokens.map(({ state }) => state)).toEqual(['revoked'])
  expect(await home.run(['tools', serverUrl, ...file], { BROWSER: '' })).toMatchObject({
    code: 3,
    stdout: '',
    stderr: `error: ${serverUrl} wants a person to sign in.\nhint: fast-agent-auth login ${serverUrl} --store file\n`,
  })

  expect(secretsOf(mock)).toHaveLength(4)
  for (const secret of secretsOf(mock)) expect(home.printed()).not.toContain(secret)
})

it('asks a person at a real authorization server, and lists the tools over SSE', async () => {
  const playground = await startPlayground()
  const home = await createHome()
  try {
    expect(await home.run(['login', playground.sseUrl, ...file])).toMatchObject({ code: 0, stderr: '' })
    const { code, stdout } = await home.run(['tools', playground.sseUrl, ...file])
    expect(code).toBe(0)
    expect(stdout).toContain(`${playground.sseUrl} has 3 tools:\n  whoami      Says as whom`)
  } finally {
    await playground.close()
  }
})

it('asks again with --force, for another account and for more scope, and not for what there is', async () => {
  const mock = await startMock()
  const store = memoryTokenStore()
  const asked = async (...args: string[]): Promise<(string | null)[]> => {
    const windows: URL[] = []
    const browser = (url: URL): Promise<void> => {
      windows.push(url)
      return mock.openBrowser(url)
    }
    const { code } = await runHere(['login', mock.serverUrl, '--no-browser', '--redirect-port', '0', ...args], {
      store,
      browser,
    })
    expect(code).toBe(0)
    return windows.map(({ searchParams }) => searchParams.get('scope'))
  }
  expect(await asked('--scope', 'mcp:read')).toEqual(['mcp:read'])
  expect(await asked()).toEqual([])
  expect(await asked('--scope', 'mcp:write')).toEqual(['mcp:write'])
  expect(await asked('--force')).toEqual([expect.stringContaining('mcp:write')])
  expect(await asked('--account', 'alice')).toEqual(['mcp:read mcp:write'])
  expect(await store.keys()).toEqual(expect.arrayContaining([`tokens:alice@${mock.serverUrl}`]))
})

it('opens no browser with --no-browser, and takes the answer from whichever opens the link', async () => {
  const mock = await startMock()
  const home = await createHome()
  const login = home.start(['login', mock.serverUrl, ...file, '--no-browser'])
  await login.until('Waiting up to 5 minutes for the browser to come back.')
  expect(mock.requestsTo('authorize')).toEqual([])
  const [link = ''] = login.stdout().match(/^http:\S+\/authorize\?\S+$/m) ?? []
  await mock.openBrowser(new URL(link))
  expect(await login.ended).toMatchObject({ code: 0, stderr: '' })
})

it('goes on with the link where no browser can be opened', async () => {
  const mock = await startMock()
  const home = await createHome()
  const login = home.start(['login', mock.serverUrl, ...file], { BROWSER: 'no-such-browser' })
  await login.until('Waiting up to')
  const [link = ''] = login.stdout().match(/^http:\S+\/authorize\?\S+$/m) ?? []
  await mock.openBrowser(new URL(link))
  const { code, stderr } = await login.ended
  expect(code).toBe(0)
  expect(stderr).toBe('note: No browser was opened: no-such-browser cannot be started. Open the link yourself.\n')
})

it('comes back to another port where the usual one is busy', async () => {
  const mock = await startMock()
  const home = await createHome()
  // Busy in any case: by this, or by what was faster.
  const busy = await serve(() => undefined, 3030).catch(() => undefined)
  const { code } = await home.run(['login', mock.serverUrl, ...file])
  expect(code).toBe(0)
  const [{ url = '' } = {}] = mock.requestsTo('authorize')
  const back = new URL(new URL(url).searchParams.get('redirect_uri') ?? '')
  expect(back).toMatchObject({ hostname: '127.0.0.1', pathname: '/callback' })
  if (busy) expect(back.port).not.toBe('3030')
})

it('comes back to the port that was asked for and to no other', async () => {
  const mock = await startMock()
  const home = await createHome()
  const port = await freePort()
  expect(await home.run(['login', mock.serverUrl, ...file, '--redirect-port', String(port)])).toMatchObject({ code: 0 })
  expect(mock.clients.map(({ redirectUris }) => redirectUris)).toEqual([[`http://127.0.0.1:${port}/callback`]])

  const busy = await serve(() => undefined)
  const again = await home.run(['login', mock.serverUrl, ...file, '--force', '--redirect-port', String(busy.port)])
  expect(again.code).toBe(1)
  expect(again.stderr).toContain(`port ${busy.port} on 127.0.0.1 is in use`)
  expect(again.stderr).toMatch(/\nhint: fast-agent-auth login http.* --redirect-port 0 --force\n$/)
})

it('says that another program asks the person already, and takes its tokens', async () => {
  const mock = await startMock()
  const home = await createHome()
  const first = home.start(['login', mock.serverUrl, ...file, '--no-browser'])
  await first.until('Waiting')
  const second = home.start(['login', mock.serverUrl, ...file])
  await second.until('Another program is signing in to this server.')
  const [link = ''] = first.stdout().match(/^http:\S+\/authorize\?\S+$/m) ?? []
  await mock.openBrowser(new URL(link))
  expect(await first.ended).toMatchObject({ code: 0 })
  expect(await second.ended).toMatchObject({ code: 0, stdout: expect.stringContaining('Already signed in') })
  expect(mock.requestsTo('authorize')).toHaveLength(1)
})
