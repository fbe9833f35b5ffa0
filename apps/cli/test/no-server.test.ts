import { memoryTokenStore } from '@fast-agent-auth/token-store'
import { describe, expect, it } from 'vitest'
import { folderWith } from './support/files.ts'
import { serve } from './support/servers.ts'
import { tokenRecord } from './support/tokens.ts'
import { runHere } from './support/world.ts'

/** A server that answers every request with this, and what it was asked. */
async function answering(status: number, body = '', headers: Readonly<Record<string, string>> = {}) {
  const asked: string[] = []
  const { port } = await serve((request, response) => {
    asked.push(`${request.method} ${request.url}`)
    response.writeHead(request.url?.startsWith('/.well-known/') ? 404 : status, headers).end(body)
  })
  return { host: `http://127.0.0.1:${port}`, asked }
}

const json = { 'content-type': 'application/json' }
const greeting = JSON.stringify({ jsonrpc: '2.0', id: 0, result: {} })
const session = JSON.stringify({ jsonrpc: '2.0', id: null, error: { code: -32000, message: 'No session' } })

describe('login at a server that asks for no authorization', () => {
  it.each([
    ['answers', 200, greeting, json],
    ['wants a session first', 400, session, json],
  ])('says so, names tools and ends with 0: it %s', async (_, status, body, headers) => {
    const { host } = await answering(status, body, headers)
    const url = `${host}/mcp`
    expect(await runHere(['login', url, '--account', 'me', '--scope', 'a'])).toMatchObject({
      code: 0,
      stderr: '',
      stdout: `Signing in to ${url}\n\n${url} asks for no authorization: it can be used without signing in.\n\nTry it: fast-agent-auth tools ${url} --account me\nIf only some tools want a sign-in, use login --issuer <url>.\n`,
    })
    const { code, stdout, stderr } = await runHere(['login', url, '--json'])
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toEqual({
      server: url,
      serverUrl: url,
      serverKey: url,
      signedIn: false,
      reason: 'not_protected',
    })
    // That there is nothing to sign in to is told as an event, and is no error of the command.
    expect(
      stderr
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).type),
    ).toEqual(['sign_in_started', 'sign_in_failed'])
    // Nor has anybody to be there.
    expect(await runHere(['login', url], { env: {} })).toMatchObject({ code: 0 })
  })
})

describe('login at something that is not MCP', () => {
  it.each([
    ['JSON of another program', '{"status":"ok"}', json],
    ['a text', 'OK', { 'content-type': 'text/plain' }],
    ['nothing', '', {}],
  ])('never says that it can be used without signing in: %s', async (_, body, headers) => {
    const { host } = await answering(200, body, headers)
    const { code, stdout, stderr } = await runHere(['login', `${host}/mcp`])
    expect([code, stderr.split('\n')[0]]).toEqual([1, `error: ${host}/mcp answered 200, which is not MCP.`])
    expect(stdout).not.toContain('without signing in')
  })
})

const known = 'If the URL is right, and you know its authorization server, add --issuer <url>.'

describe('the answer of a URL without an MCP server is said first, with commands for the usual ones', () => {
  const commands = [
    ['login', ['--scope', 'a b', '--no-browser']],
    ['tools', ['--no-browser']],
    ['call', ['echo', '{}', '--no-browser']],
  ] as const
  const answers = [
    ['a 404', 404, '/', 'there is no MCP server at this path', 'Is the URL right?', ['/mcp', '/sse']],
    ['a 404 at /mcp', 404, '/mcp', 'there is no MCP server at this path', 'Is the URL right?', ['/sse']],
    [
      'a 403',
      403,
      '/v1',
      'access is refused there, and nothing says how to sign in',
      "Ask the server's operator who may use it.",
      ['/v1/mcp', '/v1/sse'],
    ],
  ] as const
  const rows = answers.flatMap((answer) => commands.map((command) => [...answer, ...command] as const))
  it.each(rows)('%s: %i at %s: %s', async (_, status, path, why, first, others, command, more) => {
    const { host, asked } = await answering(status)
    const { code, stderr } = await runHere([command, `${host}${path}`, ...more])
    expect(code).toBe(1)
    const typed = more.map((word) => (/^[\w-]+$/.test(word) ? word : `'${word}'`)).join(' ')
    expect(stderr.split('\n')).toEqual([
      `error: ${host}${path} answered ${status}: ${why}.`,
      `hint: ${first}${command === 'login' ? ` ${known}` : ''} Many servers are here:`,
      ...others.map((other) => `hint: fast-agent-auth ${command} ${host}${other} ${typed}`),
      '',
    ])
    // Nothing is guessed by requests.
    expect(asked.filter((line) => others.some((other) => line.endsWith(` ${other}`)))).toEqual([])
  })

  it('where the server has a name: also where its URL stands (H133)', async () => {
    const { host } = await answering(404)
    const cwd = await folderWith({
      'fast-agent.yaml': `mcp:\n  targets:\n    - target: ${host}/\n      name: notes\n`,
    })
    const { code, stderr } = await runHere(['login', 'notes'], { cwd })
    expect(code).toBe(1)
    // No command: a URL that is typed has not the settings of the server.
    const hint = `Is the URL of notes in fast-agent.yaml:3 right? ${known} Many servers are at ${host}/mcp or ${host}/sse: write that URL there.`
    expect(stderr.split('\n').slice(1)).toEqual([`hint: ${hint}`, ''])
  })

  it('for token, which asks nobody: only where there is a sign-in', async () => {
    const { host, asked } = await answering(404)
    const store = memoryTokenStore()
    const lines = [`error: Not signed in to ${host}/.`, `hint: fast-agent-auth login ${host}/`, '']
    const missing = await runHere(['token', `${host}/`, '--header'], { store })
    expect([missing.code, missing.stderr]).toEqual([3, lines.join('\n')])
    await store.update(`tokens:${host}/mcp`, async () => tokenRecord({ resource: `${host}/mcp` }))
    const found = await runHere(['token', `${host}/`, '--header'], { store })
    lines.splice(1, 0, `hint: fast-agent-auth token ${host}/mcp --header`)
    expect([found.code, found.stderr]).toEqual([3, lines.join('\n')])
    expect(asked).toEqual([])
  })
})
