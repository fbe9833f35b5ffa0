import { serverKey } from '@fast-agent-auth/flow'
import { memoryTokenStore, type TokenStore } from '@fast-agent-auth/token-store'
import { describe, expect, it } from 'vitest'
import { folderWith } from './support/files.ts'
import { tokenRecord } from './support/tokens.ts'
import { runHere } from './support/world.ts'

const minute = 60_000
const url = 'https://mcp.example.com/mcp'

async function storeWith(records: Readonly<Record<string, string>>): Promise<TokenStore> {
  const store = memoryTokenStore()
  for (const [key, record] of Object.entries(records)) await store.update(key, async () => record)
  return store
}

const everyState = (): Promise<TokenStore> =>
  storeWith({
    'tokens:https://a.example': tokenRecord({ resource: 'https://a.example' }),
    'tokens:https://b.example': tokenRecord({ resource: 'https://b.example', expiresAt: 5 * minute }),
    'tokens:https://c.example': tokenRecord({
      resource: 'https://c.example',
      expiresAt: 5 * minute,
      refreshToken: undefined,
    }),
    'tokens:me%20too@https://d.example': tokenRecord({
      resource: 'https://d.example',
      expiresAt: undefined,
      scope: undefined,
    }),
    'tokens:https://e.example': '{',
    'client:https://auth.example.com': '{}',
  })

const none = 'Configuration: none. Not found here: fast-agent.yaml, .mcp.json and .vscode/mcp.json.'

it('says that there are no sign-ins', async () => {
  expect(await runHere(['status'])).toEqual({
    code: 0,
    stdout: `Store: the keyring, usable\n\nNo sign-ins are stored.\n\n${none}\n`,
    stderr: '',
    opened: ['keyring'],
  })
})

it('shows every state in one table, and how to sign in again', async () => {
  const { code, stdout } = await runHere(['status'], { store: await everyState(), now: 8 * minute })
  expect(code).toBe(0)
  expect(stdout).toMatchInlineSnapshot(`
    "Store: the keyring, usable

    ACCOUNT  STATE          EXPIRES         SERVER
    –        ready          in 52 minutes   https://a.example
    –        refreshable    renewed on use  https://b.example
    –        sign in again  3 minutes ago   https://c.example
    me too   ready                          https://d.example
    –        damaged                        https://e.example

    To sign in again:
      fast-agent-auth login https://c.example
      fast-agent-auth login https://e.example

    Configuration: none. Not found here: fast-agent.yaml, .mcp.json and .vscode/mcp.json.
    "
  `)
})

it('shows scopes, issuer and all the rest of one server only', async () => {
  const store = await storeWith({ [`tokens:${url}`]: tokenRecord() })
  const { stdout } = await runHere(['status', url], { store, isTTY: true, columns: 60, env: { NO_COLOR: '1' } })
  expect(stdout).toMatchInlineSnapshot(`
    "Store: the keyring, usable

    https://mcp.example.com/mcp
      State      ready
      Expires    in 60 minutes
      Scopes     mcp:read
      Issuer     https://auth.example.com
      Transport  http
      Mode       auto

    Configuration: none. Not found here: fast-agent.yaml,
    .mcp.json and .vscode/mcp.json.
    "
  `)
})

describe('no two rows look the same', () => {
  const twoAccounts = { [`tokens:${url}`]: tokenRecord(), [`tokens:me@${url}`]: tokenRecord() }
  const [one, other] = ['a', 'b'].map((name) => `${url}?server=${name}`)
  const twoQueries = { [`tokens:${serverKey(one ?? '')}`]: '{', [`tokens:${serverKey(other ?? '')}`]: '{' }

  it.each([
    ['of two accounts', twoAccounts],
    ['of two queries', twoQueries],
    ['of both', { ...twoAccounts, ...twoQueries }],
  ])('%s, at any width', async (_, records) => {
    const store = await storeWith(records)
    for (const columns of [40, 60, 80, 120, undefined]) {
      const { stdout } = await runHere(['status'], { store, isTTY: columns !== undefined, columns })
      const [, table = ''] = /((?:ACCOUNT|STATE)[\s\S]*?)\n\n/.exec(stdout) ?? []
      const [heading = '', ...lines] = table.split(/\n(?! )/)
      expect(heading).toContain('SERVER')
      expect(lines).toHaveLength(Object.keys(records).length)
      expect(new Set(lines).size).toBe(lines.length)
    }
  })

  it('of one sign-in in two stores', async () => {
    const auth = 'auth: { persist: file }'
    const cwd = await folderWith({
      'fast-agent.yaml': `mcp: { servers: { x: { url: "https://x.example", ${auth} } } }`,
    })
    const { stdout } = await runHere(['status'], { cwd, store: await storeWith({ [`tokens:${url}`]: '{' }) })
    expect(stdout).toMatch(/STATE +STORE +SERVER\ndamaged +keyring +https.*\ndamaged +file +https/)
  })
})

it('shows the sign-ins of every account at one server, however its URL is written', async () => {
  const store = await storeWith({
    [`tokens:${url}`]: tokenRecord(),
    [`tokens:alice@${url}`]: tokenRecord(),
    'tokens:https://other.example': tokenRecord({ resource: 'https://other.example' }),
  })
  const { stdout } = await runHere(['status', 'https://MCP.example.com:443/mcp/'], { store })
  expect(stdout.match(/^https:\S+/gm)).toEqual([url, url])
  expect(stdout).toContain('alice')
  expect(stdout).not.toContain('other.example')
})

it('says that there is no sign-in to a server, and how to make one', async () => {
  const { code, stdout } = await runHere(['status', url, '--store', 'file'], { store: await everyState() })
  expect(code).toBe(3)
  expect(stdout).toBe(
    `Store: the file, usable\n\n${url}\n  State      not signed in\n  Transport  http\n  Mode       auto\n\nTo sign in:\n  fast-agent-auth login ${url} --store file\n\n${none}\n`,
  )
})

it('never shows tokens', async () => {
  const { stdout, stderr } = await runHere(['status'], { store: await everyState() })
  expect(stdout + stderr).not.toContain('secret')
})
