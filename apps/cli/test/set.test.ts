import { memoryTokenStore } from '@fast-agent-auth/token-store'
import { describe, expect, it } from 'vitest'
import { folderWith } from './support/files.ts'
import { startMock } from './support/servers.ts'
import { runHere } from './support/world.ts'

const env = { DISPLAY: ':0', NO_COLOR: '1' }
const login = ['--no-browser', '--redirect-port', '0']

describe('--set', () => {
  it('sets what the configuration sets, and wins over it', async () => {
    const mock = await startMock()
    const auth = '{ scope: mcp:write, redirect_path: /old, authorization_params: { a: b } }'
    const cwd = await folderWith({
      'fast-agent.yaml': `mcp:\n  servers:\n    x: { url: "${mock.serverUrl}", auth: ${auth} }\n`,
    })
    const set = ['--set', 'scope=mcp:read', '--set', 'redirectPath=/new', '--set=authorization_params.hint=me']
    const options = { cwd, env, browser: mock.openBrowser }
    expect(await runHere(['login', 'x', ...login, ...set], options)).toMatchObject({ code: 0 })
    const query = new URL(mock.requestsTo('authorize')[0]?.url ?? '').searchParams
    expect([query.get('scope'), query.get('a'), query.get('hint')]).toEqual(['mcp:read', 'b', 'me'])
    expect(query.get('redirect_uri')).toMatch(/\/new$/)
  })

  it('chooses the store and the account as their own flags do, whatever the environment says', async () => {
    const mock = await startMock()
    const store = memoryTokenStore()
    const options = { env: { ...env, FAST_AGENT_AUTH_STORE: 'keyring' }, browser: mock.openBrowser, store }
    const set = ['--set', 'persist=file', '--set', 'account=me']
    expect((await runHere(['login', mock.serverUrl, ...login, ...set], options)).opened[0]).toBe('file')
    expect(await runHere(['token', mock.serverUrl, ...set], options)).toMatchObject({ code: 0, opened: ['file'] })
    expect(await runHere(['clear', mock.serverUrl, '--yes', ...set], options)).toMatchObject({ code: 0 })
    expect(await store.get(`tokens:me@${mock.serverUrl}`)).toBeUndefined()
  })
})

describe('what a fast-agent.yaml chooses of whom to trust and which rules hold', () => {
  const config = (url: string, issuer: string): string =>
    `mcp:\n  servers:\n    x:\n      url: ${url}\n      auth:\n        issuer: ${issuer}\n        allow: { networks: [private] }\n`

  it('is told in one line above the link, by the file, and what is typed is not', async () => {
    const mock = await startMock()
    const cwd = await folderWith({ 'fast-agent.yaml': config(mock.serverUrl, mock.issuer) })
    const options = { cwd, env, browser: mock.openBrowser }
    const first = await runHere(['login', 'x', ...login], options)
    expect(first.stdout).toMatch(/^ {2}Rules chosen by +fast-agent\.yaml \(issuer, allow\.networks\)$/m)
    expect(first.stdout.indexOf('Rules chosen by')).toBeLessThan(first.stdout.indexOf('Answer received'))
    const typed = ['--issuer', mock.issuer, '--set', 'allow.networks=private', '--force']
    expect((await runHere(['login', 'x', ...login, ...typed], options)).stdout).not.toContain('Rules chosen by')
  })

  it('is told still of what is not typed: of metadata, and of each rule by itself', async () => {
    const mock = await startMock()
    const published = await fetch(`${mock.issuer}/.well-known/oauth-authorization-server`)
    const metadata: Readonly<Record<string, unknown>> = JSON.parse(await published.text())
    const written = { ...metadata, authorization_endpoint: `${metadata.authorization_endpoint}?from=file` }
    const rules = '{ networks: [private], metadata_origins: ["https://a.example"] }'
    const auth = `{ authorization_server: ${JSON.stringify(written)}, allow: ${rules} }`
    const cwd = await folderWith({
      'fast-agent.yaml': `mcp:\n  servers:\n    x: { url: "${mock.serverUrl}", auth: ${auth} }\n`,
    })
    const options = { cwd, env, browser: mock.openBrowser }
    const rulesWith = async (...set: readonly string[]) => {
      const words = set.flatMap((word) => ['--set', word])
      const { stdout } = await runHere(['login', 'x', ...login, '--force', ...words], options)
      return [/Rules chosen by +(.*)/.exec(stdout)?.[1], mock.requestsTo('authorize').at(-1)?.url.includes('from=file')]
    }
    const typed = `authorizationServer=${JSON.stringify(metadata)}`
    expect(await rulesWith('allow.networks=private')).toEqual([
      'fast-agent.yaml (authorization_server, allow.metadata_origins)',
      true,
    ])
    expect(await rulesWith(typed)).toEqual(['fast-agent.yaml (allow.networks, allow.metadata_origins)', false])
    const all = [typed, 'allow.networks=private', 'allow.metadataOrigins=']
    expect(await rulesWith(...all)).toEqual([undefined, false])
  })

  it('is told to programs before the link', async () => {
    const mock = await startMock()
    const cwd = await folderWith({ 'fast-agent.yaml': config(mock.serverUrl, mock.issuer) })
    const { stderr } = await runHere(['login', 'x', ...login, '--json'], { cwd, env, browser: mock.openBrowser })
    const events = stderr
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    const at = events.findIndex(({ type }) => type === 'authorization_url')
    expect(events[at - 1]).toEqual({
      type: 'notice',
      rule: 'configuration',
      message: 'Rules chosen by fast-agent.yaml (issuer, allow.networks).',
    })
  })
})

it.each([
  ['.mcp.json', 'mcpServers'],
  ['.vscode/mcp.json', 'servers'],
])('an issuer and rules in %s are not followed, and a note names what would be', async (name, servers) => {
  const mock = await startMock()
  const oauth = { issuer: 'https://evil.example', allow: { networks: ['private'] }, authorizationServer: {}, pkce: 'x' }
  const dotted = { 'allow.http': ['evil.example'] }
  const cwd = await folderWith({
    [name]: JSON.stringify({ [servers]: { x: { url: mock.serverUrl, oauth: { ...oauth, ...dotted } } } }),
  })
  const run = await runHere(['login', 'x', ...login], { cwd, env, browser: mock.openBrowser })
  expect(run).toMatchObject({ code: 0, stdout: expect.not.stringContaining('Rules chosen by') })
  const notes = run.stderr.split('\n').filter((line) => line.startsWith('note: '))
  expect(notes.map((note) => /oauth\.(\w+): This is read in fast-agent\.yaml only/.exec(note)?.[1])).toEqual([
    ...Object.keys(oauth),
    undefined,
  ])
  expect(notes.at(-1)).toContain('oauth.allow.http: This setting is not known, and has no effect.')
  expect(notes[0]).toContain('For one command there is --set issuer=… of the CLI.')
})
