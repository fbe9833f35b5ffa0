import { memoryTokenStore, type TokenStore } from '@fast-agent-auth/token-store'
import { fileTokenStore } from '@fast-agent-auth/token-store/file'
import { describe, expect, it } from 'vitest'
import { folderWith } from './support/files.ts'
import { signIn, startMock, startSignedIn } from './support/servers.ts'
import { expire, tokenRecord } from './support/tokens.ts'
import { runHere } from './support/world.ts'

const url = 'https://mcp.example.com/mcp'

it('revokes at the server, deletes the tokens and keeps the registration', async () => {
  const { mock, store } = await startSignedIn()
  expect(await runHere(['clear', mock.serverUrl, '--yes'], { store })).toMatchObject({
    code: 0,
    stdout: `${mock.serverUrl}: revoked and deleted.\n`,
    stderr: '',
  })
  expect(mock.requestsTo('revoke').map(({ form }) => form?.get('token'))).toEqual([
    mock.refreshTokens[0]?.value,
    mock.accessTokens[0]?.value,
  ])
  expect((await store.keys()).toSorted()).toEqual([`client:${mock.issuer}`, `discovery:${mock.serverUrl}`])
})

it.each([
  ['a JWT', 'eyJhbGciOiJSUzI1NiJ9.e30.c2ln', ' The access token may work until it expires, in 60 minutes.'],
  ['opaque', 'a.b.c', ''],
])('says until when an access token may work that was revoked, where it is %s (H96)', async (_, accessToken, left) => {
  const { mock, store } = await startSignedIn()
  const key = `tokens:${mock.serverUrl}`
  const { tokens, ...record } = JSON.parse((await store.get(key)) ?? '')
  const now = Date.now()
  const expiresAt = now + 3_600_000
  const text = JSON.stringify({ ...record, tokens: { ...tokens, accessToken, expiresAt } })
  await store.update(key, async () => text)
  expect(await runHere(['clear', mock.serverUrl, '--yes'], { store, now })).toMatchObject({
    code: 0,
    stdout: `${mock.serverUrl}: revoked and deleted.${left}\n`,
  })
  await store.update(key, async () => text)
  const { stdout } = await runHere(['clear', mock.serverUrl, '--yes', '--json'], { store, now })
  expect(JSON.parse(stdout).cleared).toMatchObject([{ revoked: true }])
  expect(stdout.includes(`"accessTokenExpiresAt": "${new Date(expiresAt).toISOString()}"`)).toBe(left !== '')
  expect(mock.requestsTo('revoke').map(({ form }) => form?.get('token'))).toContain(accessToken)
})

it('deletes all the same where the server cannot be reached, and says so', async () => {
  const mock = await startMock({ override: { revoke: () => Response.error() } })
  const store = memoryTokenStore()
  await signIn(mock, store)
  const { code, stdout } = await runHere(['clear', mock.serverUrl, '--yes'], { store })
  expect(code).toBe(0)
  expect(stdout).toBe(
    `${mock.serverUrl}: deleted here, but ${mock.issuer} could not be reached. Its tokens stay valid there until they expire.\n`,
  )
  expect(await store.get(`tokens:${mock.serverUrl}`)).toBeUndefined()
})

it('deletes where the server offers no revocation or refuses it, and says so', async () => {
  const store = memoryTokenStore()
  await store.update('tokens:https://a.example', async () => tokenRecord({ resource: 'https://a.example' }))
  const mock = await startMock({
    override: { revoke: () => Response.json({ error: 'invalid_client' }, { status: 401 }) },
  })
  await signIn(mock, store)
  const { code, stdout } = await runHere(['clear', '--all', '--yes'], { store })
  expect(code).toBe(0)
  expect(stdout).toContain(
    'https://a.example: deleted. https://auth.example.com offers no revocation. Its tokens stay valid there until they expire.',
  )
  expect(stdout).toContain(`${mock.serverUrl}: deleted. ${mock.issuer} did not revoke the tokens ("invalid_client").`)
  expect((await store.keys()).toSorted()).toEqual([`client:${mock.issuer}`, `discovery:${mock.serverUrl}`])
})

it('clears damaged records with --all, and by their URL', async () => {
  for (const which of ['--all', url]) {
    const store = memoryTokenStore()
    await store.update(`tokens:${url}`, async () => '{')
    const { code, stdout } = await runHere(['clear', which, '--yes'], { store })
    expect(code).toBe(0)
    expect(stdout).toBe(
      `${url}: deleted. The record was damaged, or for another server, so nothing could be revoked.\n`,
    )
    expect(await store.keys()).toEqual([])
  }
})

it('leaves what a later version has stored as it is, and says so, and clears the rest (H100)', async () => {
  const later = JSON.stringify({ version: 2, tokens: { anything: true } })
  for (const argv of [[url], ['--all'], ['--all', '--json']]) {
    const store = memoryTokenStore()
    await store.update(`tokens:${url}`, async () => later)
    if (argv[0] === '--all') await store.update('tokens:https://z.example', async () => '{')
    const { code, stdout, stderr } = await runHere(['clear', ...argv, '--yes'], { store })
    expect([code, await store.get(`tokens:${url}`), await store.keys()]).toEqual([1, later, [`tokens:${url}`]])
    expect(JSON.stringify(stderr.replace(/\s+/g, ' '))).toContain('was written by a later version of this program')
    expect(stdout).not.toContain(url)
    expect(stdout.includes('https://z.example')).toBe(argv[0] === '--all')
  }
})

it.each([
  [['--all'], 'Nothing to clear: no sign-ins are stored.\n'],
  [[url], `Nothing to clear: not signed in to ${url}\n`],
  [[url, '--account', 'me'], `Nothing to clear: not signed in to ${url} as me\n`],
])('has nothing to do for %j where nothing is stored', async (argv, stdout) => {
  expect(await runHere(['clear', ...argv, '--yes'])).toMatchObject({ code: 0, stdout, stderr: '' })
})

it('clears one account and no other, and names the others where that account is not there', async () => {
  const store = memoryTokenStore()
  for (const account of ['alice', 'bob']) await store.update(`tokens:${account}@${url}`, async () => tokenRecord())
  const { stdout } = await runHere(['clear', url, '--yes'], { store })
  expect(stdout).toBe(
    [
      `Nothing to clear: not signed in to ${url}`,
      `To clear ${url} (account alice): fast-agent-auth clear ${url} --account alice --yes`,
      `To clear ${url} (account bob): fast-agent-auth clear ${url} --account bob --yes`,
      '',
    ].join('\n'),
  )
  await runHere(['clear', url, '--account', 'alice', '--yes'], { store })
  expect(await store.keys()).toEqual([`tokens:bob@${url}`])
})

describe('on a terminal', () => {
  it.each(['', 'n', 'no', 'x', 'yess'])('changes nothing after the answer %j', async (answer) => {
    const store = memoryTokenStore()
    await store.update(`tokens:${url}`, async () => tokenRecord())
    const { code, stdout } = await runHere(['clear', url], { store, answers: [answer] })
    expect(code).toBe(0)
    expect(stdout).toBe(
      `${url}: ready, scopes mcp:read, in the keyring\nRevoke and delete this sign-in? [y/N] Nothing was changed.\n`,
    )
    expect(await store.keys()).toEqual([`tokens:${url}`])
  })

  it('changes nothing where the input ends', async () => {
    const store = memoryTokenStore()
    await store.update(`tokens:${url}`, async () => tokenRecord())
    const { stdout } = await runHere(['clear', url], { store, answers: [] })
    expect(stdout).toBe(
      `${url}: ready, scopes mcp:read, in the keyring\nRevoke and delete this sign-in? [y/N] \nNothing was changed.\n`,
    )
    expect(await store.keys()).toEqual([`tokens:${url}`])
  })

  it.each(['y', ' YES '])('clears after the answer %j', async (answer) => {
    const store = memoryTokenStore()
    for (const key of ['tokens:https://a.example', 'tokens:https://b.example'])
      await store.update(key, async () => tokenRecord())
    const { stdout } = await runHere(['clear', '--all'], { store, answers: [answer] })
    expect(stdout).toContain('Revoke and delete these 2 sign-ins? [y/N] ')
    expect(await store.keys()).toEqual([])
  })
})

it('clear --all while another program refreshes waits for it, and ends also the tokens that it got (H85)', async () => {
  let release = (): void => undefined
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  let asked = (): void => undefined
  const refreshing = new Promise<void>((resolve) => {
    asked = resolve
  })
  const mock = await startMock({
    override: {
      token: async (request, answer) => {
        if ((await request.clone().text()).includes('grant_type=refresh_token')) {
          asked()
          await released
        }
        return answer()
      },
    },
  })
  const folder = await folderWith({})
  const open = () => fileTokenStore({ folder })
  await signIn(mock, open())
  await expire(open(), mock.serverUrl)
  const other = runHere(['token', mock.serverUrl], { store: open(), env: {} })
  await refreshing
  const store = open()
  // When it asks for its turn, the other one has its own.
  const waiting: TokenStore = {
    ...store,
    update(...turn) {
      release()
      return store.update(...turn)
    },
  }
  const cleared = runHere(['clear', '--all', '--yes'], { store: waiting })
  expect(await other).toMatchObject({ code: 0, stdout: `${mock.accessTokens.at(-1)?.value}\n` })
  expect(await cleared).toMatchObject({ code: 0, stdout: `${mock.serverUrl}: revoked and deleted.\n` })
  expect(mock.refreshTokens).toHaveLength(2)
  expect(mock.requestsTo('revoke').map(({ form }) => form?.get('token'))).toContain(mock.refreshTokens[1]?.value)
  expect(await open().get(`tokens:${mock.serverUrl}`)).toBeUndefined()
})
