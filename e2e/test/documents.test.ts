import { readdir, readFile } from 'node:fs/promises'
import { createMockServer } from '@fast-agent-auth/mock-server'
import { memoryTokenStore } from '@fast-agent-auth/token-store'
import { createAuth } from 'fast-agent-auth'
import { setupServer } from 'msw/node'
import { describe, expect, it, onTestFinished } from 'vitest'
import { drawSignIn } from '../examples/own-ui.ts'

const root = new URL('../../', import.meta.url)
const read = (path: string): Promise<string> => readFile(new URL(path, root), 'utf8')
const documents = ['docs/events.md', 'docs/troubleshooting.md', 'docs/security.md', 'docs/from-fast-agent.md']

/** The words of a union of string literals, or of a list of them. */
function words(source: string, start: RegExp): readonly string[] {
  const from = source.slice(source.search(start))
  const body = from.slice(0, from.search(/\n\n(?=export|\/\*\*)|\nexport (?!type)|\] as const/))
  return [...body.matchAll(/^\s*(?:\|\s*)?'([a-z_]+)'|\| '([a-z_]+)'|= '([a-z_]+)'/gm)].flatMap(
    ([, a, b, c]) => a ?? b ?? c ?? [],
  )
}

const unions = [
  ['AuthorizationError', 'packages/flow/src/authorization-error.ts', /const serverCodes = \[/],
  ['AuthorizationError', 'packages/flow/src/authorization-error.ts', /export type AuthorizationErrorCode/],
  ['DiscoveryError', 'packages/discovery/src/discovery-error.ts', /export type DiscoveryErrorCode/],
  ['PkceError', 'packages/pkce/src/pkce-error.ts', /readonly code = /],
  [
    'CallbackServerError',
    'packages/callback-server/src/callback-server-error.ts',
    /export type CallbackServerErrorCode/,
  ],
  ['CimdError', 'packages/cimd/src/cimd-error.ts', /export type CimdErrorCode/],
  ['ConfigError', 'packages/config/src/config-error.ts', /export type ConfigErrorCode/],
  ['TokenStoreError', 'packages/token-store/src/token-store-error.ts', /export type TokenStoreErrorCode/],
  ['KeyringError', 'packages/token-store-keyring/src/keyring-error.ts', /export type KeyringErrorCode/],
] as const

describe('docs/troubleshooting.md', () => {
  it.each(unions)('names every code of %s, in %s', async (name, file, start) => {
    const codes = words(await read(file), start)
    expect(codes.length).toBeGreaterThan(0)
    const [, rest = ''] = (await read('docs/troubleshooting.md')).split(`| \`${name}\``)
    const rows = rest.split(/\n\| `[A-Z]/)[0] ?? ''
    expect(codes.filter((code) => !rows.includes(`\`${code}\``))).toEqual([])
  })
})

describe('docs/from-fast-agent.md', () => {
  it('names every setting of the auth block', async () => {
    const schema = await read('packages/config/schema.json')
    const keys = ['oauth', 'redirect_port', 'redirect_path', 'redirect_host', 'scope', 'persist', 'client_metadata_url']
    const more = [
      'client_id',
      'client_secret',
      'token_endpoint_auth_method',
      'issuer',
      'authorization_params',
      'account',
      'redis_url',
    ]
    const text = await read('docs/from-fast-agent.md')
    for (const key of [...keys, ...more]) {
      expect(schema).toContain(`"${key}"`)
      expect(text).toContain(`\`${key}\``)
    }
  })
})

describe('docs/events.md', () => {
  it('names every event', async () => {
    const files = [
      'packages/flow/src/events.ts',
      'packages/discovery/src/discovery-event.ts',
      'packages/discovery/src/quirks.ts',
      'packages/callback-server/src/callback-event.ts',
      'packages/mcp/src/with-tokens.ts',
      'packages/fast-agent-auth/src/auth-event.ts',
    ]
    const sources = await Promise.all(files.map(read))
    const types = sources.flatMap((source) =>
      [...source.matchAll(/readonly type: '([a-z_]+)'/g)].map(([, type]) => type),
    )
    expect(types.length).toBeGreaterThan(15)
    const text = await read('docs/events.md')
    expect(types.filter((type) => !text.includes(`\`${type}\``))).toEqual([])
  })

  it('shows an interface that draws a sign-in', async () => {
    const example = await read('e2e/examples/own-ui.ts')
    expect(await read('docs/events.md')).toContain(`\`\`\`ts\n${example}\`\`\``)
    const mock = createMockServer()
    const network = setupServer(...mock.handlers)
    network.listen({ onUnhandledFrame: 'error' })
    onTestFinished(() => network.close())
    const shown: string[] = []
    const onEvent = drawSignIn((text) => void shown.push(text))
    const options = { store: memoryTokenStore(), redirect: { port: 0 }, openBrowser: mock.openBrowser, onEvent }
    await createAuth('https://mcp.example.com/mcp', options).login()
    expect(shown).toEqual([
      expect.stringMatching(/^auth\.example\.com asks you for mcp:read mcp:write: https:/),
      'Waiting for your browser…',
      'Fetching the tokens…',
      'Signed in to https://mcp.example.com/mcp',
    ])
  })
})

describe('the documents', () => {
  it.each(documents)('%s links only to what is there', async (document) => {
    const links = [...(await read(document)).matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(([, path]) => path ?? '')
    for (const link of links) {
      const path = new URL(link, new URL(document, root))
      await expect(readdir(path).catch(() => readFile(path))).resolves.toBeTruthy()
    }
  })

  it.each(documents)('%s names only commands and options that the CLI has', async (document) => {
    const source =
      (await read('apps/cli/src/program.ts')) +
      (await read('apps/cli/src/options.ts')) +
      (await read('apps/cli/src/add-cimd.ts'))
    const ours = (await read(document)).matchAll(/(?:fast-agent-auth|`login …) ([a-z]+)?[^`\n]*/g)
    for (const [text, command] of ours) {
      if (command !== undefined && text.startsWith('fast-agent-auth')) expect(source).toContain(`'${command}'`)
      for (const [option] of text.matchAll(/--[a-z-]+/g)) expect(source).toMatch(new RegExp(`${option}\\b`))
    }
  })
})
