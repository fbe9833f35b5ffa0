import { readdir, writeFile } from 'node:fs/promises'
import type { RequestListener, ServerResponse } from 'node:http'
import { join } from 'node:path'
import { text as readText } from 'node:stream/consumers'
import type { MockServer } from '@fast-agent-auth/mock-server'
import { memoryTokenStore } from '@fast-agent-auth/token-store'
import { fileTokenStore } from '@fast-agent-auth/token-store/file'
import { describe, expect, it } from 'vitest'
import { folderWith } from './support/files.ts'
import { freePort, secretsOf, serve, startMock } from './support/servers.ts'
import { tokenRecord } from './support/tokens.ts'
import { type Finished, type RunOptions, runHere } from './support/world.ts'

function login(url: string, options?: RunOptions, ...args: readonly string[]): Promise<Finished> {
  return runHere(['login', url, '--no-browser', '--redirect-port', '0', ...args], options)
}

function loginTo(mock: MockServer, options?: RunOptions): Promise<Finished> {
  return login(mock.serverUrl, { browser: mock.openBrowser, ...options })
}

describe('login ends with one line', () => {
  it('and 3 where the person says no, and with the command that asks again', async () => {
    const mock = await startMock({ consent: 'deny' })
    const { code, stderr } = await loginTo(mock)
    expect(code).toBe(3)
    expect(stderr.split('\n')).toEqual([
      `error: The sign-in was denied at ${mock.issuer} ("access_denied: The person declined.").`,
      'hint: Denied by mistake? Sign in again:',
      `hint: fast-agent-auth login ${mock.serverUrl} --no-browser --redirect-port 0`,
      '',
    ])
  })

  it('and 3 where the person says no to --force, which leaves the earlier sign-in', async () => {
    const mock = await startMock({ consent: 'deny' })
    const store = memoryTokenStore()
    const earlier = tokenRecord({ expiresAt: undefined, resource: mock.serverUrl })
    await store.update(`tokens:${mock.serverUrl}`, async () => earlier)
    const { code, stderr } = await login(mock.serverUrl, { browser: mock.openBrowser, store }, '--force')
    expect(code).toBe(3)
    expect(stderr).toContain(
      `\nhint: The earlier sign-in is still stored. Denied by mistake? Sign in again:\nhint: fast-agent-auth login ${mock.serverUrl} --no-browser --redirect-port 0 --force\n`,
    )
    expect(await store.get(`tokens:${mock.serverUrl}`)).toBe(earlier)
  })

  it('and 3 where nobody comes back in time, and with the commands that take a new client and wait longer', async () => {
    const mock = await startMock()
    const { code, stderr } = await login(mock.serverUrl, {}, '--timeout', '1')
    expect(code).toBe(3)
    expect(stderr).toMatch(/^error: Nobody finished the sign-in in the browser within 1 s\. If it showed an error.*\n/)
    expect(stderr.split('\n').slice(1)).toEqual([
      `hint: fast-agent-auth login ${mock.serverUrl} --no-browser --redirect-port 0 --timeout 1 --reset-client`,
      `hint: fast-agent-auth login ${mock.serverUrl} --no-browser --redirect-port 0 --timeout 600`,
      '',
    ])
  })

  it('and 4 where the server is down', async () => {
    const url = `http://127.0.0.1:${await freePort()}/mcp`
    const { code, stderr } = await login(url)
    expect(code).toBe(4)
    expect(stderr).toMatch(new RegExp(`^error: ${url} .*ECONNREFUSED.*\n$`))
  })

  it('and 1 where there is a web page instead of metadata', async () => {
    const page = () => new Response('<!doctype html><h1>Welcome</h1>', { headers: { 'content-type': 'text/html' } })
    const mock = await startMock({ override: { authorizationServerMetadata: page } })
    const { code, stderr } = await loginTo(mock)
    expect(code).toBe(1)
    expect(stderr).toMatch(/^error: .*\nhint: .*\n$/)
    expect(stderr).toContain(mock.issuer)
    expect(stderr).not.toMatch(/<(?!url>)/)
  })

  it('and 1 where the server knows no way to register', async () => {
    const mock = await startMock({ registration: 'none' })
    const { code, stderr } = await loginTo(mock)
    expect(code).toBe(1)
    expect(stderr.split('\n')).toEqual([
      `error: ${mock.issuer} registers no clients by itself.`,
      expect.stringMatching(
        /^hint: Register an application there with the redirect URI http:\/\/127\.0\.0\.1:\d+\/callback, and sign in with --client-id <id> --redirect-port \d+\. /,
      ),
      '',
    ])
  })

  it('and 4 where the authorization server fails for a while', async () => {
    const mock = await startMock({ override: { token: () => new Response(null, { status: 503 }) } })
    const { code, stderr } = await loginTo(mock)
    expect(code).toBe(4)
    expect(stderr).toMatch(/^error: .* 503.*\n$/)
  })

  it('and prints no secret of a token endpoint that repeats what it was sent', async () => {
    const echo = async (request: Request): Promise<Response> =>
      Response.json({ error: 'invalid_grant', error_description: await request.text() }, { status: 400 })
    const mock = await startMock({ override: { token: echo } })
    const { code, stdout, stderr } = await loginTo(mock)
    expect(code).toBe(3)
    expect(secretsOf(mock)).toHaveLength(2)
    for (const secret of secretsOf(mock)) expect(stdout + stderr).not.toContain(secret)
  })
})

describe('a damaged record', () => {
  it('is told by status, and replaced by the next sign-in', async () => {
    const mock = await startMock()
    const store = memoryTokenStore()
    await store.update(`tokens:${mock.serverUrl}`, async () => '{"version":1,"tokens":{')
    expect((await runHere(['status'], { store })).stdout).toContain(`damaged  ${mock.serverUrl}\n`)
    const { code, stderr } = await loginTo(mock, { store })
    expect(code).toBe(0)
    expect(stderr).toBe('note: The stored sign-in was damaged, so it is ignored.\n')
    expect((await runHere(['status'], { store })).stdout).toMatch(/^ready .* {2}http:/m)
  })

  it('is told and replaced also where its whole file is damaged', async () => {
    const mock = await startMock()
    const folder = join(await folderWith({}), 'tokens')
    const store = fileTokenStore({ folder })
    await loginTo(mock, { store })
    const files = (await readdir(folder)).filter((name) => name.endsWith('.sealed'))
    for (const name of files) await writeFile(join(folder, name), '{')
    const status = await runHere(['status', mock.serverUrl], { store })
    expect(status.stdout).toContain(`${mock.serverUrl}\n  State      damaged\n`)
    expect(await loginTo(mock, { store })).toMatchObject({ code: 0 })
    expect((await runHere(['status'], { store })).stdout).toMatch(/^ready .* {2}http:/m)
  })
})

/** An MCP server that answers these methods, and ends its stream with this text where it is asked for another. */
function streamsThatEnd(answers: readonly string[], text: string, asked: string[]): RequestListener {
  const serverInfo = { name: 'x', version: '1' }
  const results: Readonly<Record<string, object>> = {
    initialize: { protocolVersion: '2025-06-18', capabilities: { tools: {} }, serverInfo },
    'tools/list': { tools: [] },
  }
  const stream = { 'content-type': 'text/event-stream' }
  let open: ServerResponse | undefined
  return async (request, response) => {
    const { method, id } = JSON.parse((await readText(request)) || '{}')
    asked.push(method)
    const isSse = request.url !== '/mcp'
    if (method === undefined) {
      if (!isSse) return response.writeHead(405).end()
      open = response.writeHead(200, stream)
      open.write(text)
      return answers.length === 0 && open.end()
    }
    const answer = answers.includes(method) && JSON.stringify({ jsonrpc: '2.0', id, result: results[method] })
    if (isSse || id === undefined) response.writeHead(202).end()
    if (id === undefined) return
    if (!isSse && answer) return response.writeHead(200, { 'content-type': 'application/json' }).end(answer)
    if (!isSse) return response.writeHead(200, stream).end(text)
    if (answer) return open?.write(`data: ${answer}\n\n`)
    const unknown = { jsonrpc: '2.0', id, error: { code: -32601, message: 'unknown' } }
    return method === 'server/discover' ? open?.write(`data: ${JSON.stringify(unknown)}\n\n`) : open?.end()
  }
}

/** An MCP server that answers these methods, and says 202 to others. */
function takingWithoutAnswer(
  answers: readonly string[],
  onStream: (response: ServerResponse) => void,
  onTaken: (id: unknown) => void = () => {},
): RequestListener {
  const result = {
    protocolVersion: '2025-06-18',
    capabilities: { tools: {} },
    serverInfo: { name: 'x', version: '1' },
  }
  return async (request, response) => {
    const { method, id } = JSON.parse((await readText(request)) || '{}')
    if (method === undefined) return onStream(response)
    if (answers.includes(method))
      return response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ jsonrpc: '2.0', id, result }))
    response.writeHead(202).end()
    if (method === 'tools/list') onTaken(id)
  }
}

describe('tools', () => {
  it.each(['mcp', 'sse'])('ends with 4 where the server is down that is asked at /%s', async (path) => {
    const url = `http://127.0.0.1:${await freePort()}/${path}`
    expect(await runHere(['tools', url])).toMatchObject({
      code: 4,
      stderr: `error: ${url} cannot be reached (ECONNREFUSED).\n`,
    })
  })

  it('ends with 1 where there is a web page, and names the usual places', async () => {
    const { port } = await serve((_, response) => response.writeHead(200, { 'content-type': 'Text/HTML' }).end('<p>'))
    const { code, stderr } = await runHere(['tools', `http://127.0.0.1:${port}/`])
    expect(code).toBe(1)
    expect(stderr).toContain(
      '/ answered 200 with a web page: there is no MCP server at this path, whatever the settings.\n',
    )
    expect(stderr).toContain(`hint: fast-agent-auth tools http://127.0.0.1:${port}/mcp\n`)
  })

  it.each([
    ['text', 'mcp', 'text/plain; charset=utf-8', 'text/plain'],
    ['a web page', 'sse', 'text/html', 'with other data'],
    ['another API', 'mcp', 'application/json', 'with other data'],
  ])('ends with 1 and one line where there is %s at /%s', async (_, path, contentType, type) => {
    const { port } = await serve((_, response) =>
      response.writeHead(200, { 'content-type': contentType }).end('{"ok":true}'),
    )
    const url = `http://127.0.0.1:${port}/${path}`
    expect(await runHere(['tools', url])).toMatchObject({
      code: 1,
      stderr: `error: ${url} answered ${type}, which is not MCP. Check the URL.\n`,
    })
  })

  it.each([
    ['mcp', 'with nothing said', [], ''],
    ['mcp', 'after a comment', [], ': hi\n\n'],
    ['mcp', 'before the tools', ['initialize'], ''],
    ['mcp', 'where it offers to go on, and does not', ['initialize'], 'id: 1\ndata:\n\n'],
    ['sse', 'with nothing said', [], ''],
    ['sse', 'after its endpoint', [], 'event: endpoint\ndata: /messages\n\n'],
    ['sse', 'before the tools', ['initialize'], 'event: endpoint\ndata: /messages\n\n'],
  ])('ends with 4 as soon as a stream at /%s ends that owes an answer: %s (H92)', async (path, _, answers, text) => {
    const asked: string[] = []
    const { port } = await serve(streamsThatEnd(answers, text, asked))
    const url = `http://127.0.0.1:${port}/${path}`
    expect(await runHere(['tools', url])).toMatchObject({
      code: 4,
      stderr: `error: ${url} ended its event stream without an answer. Try again, or tell its operator.\n`,
    })
    expect(asked.filter((method) => method === 'tools/list')).toHaveLength(answers.length)
  })

  it.each([
    ['initialize', []],
    ['tools/list', ['initialize']],
  ])('ends with 4 as soon as a server takes %s without an answer, and no stream is open (H129)', async (_, answers) => {
    const { port } = await serve(takingWithoutAnswer(answers, (response) => response.writeHead(405).end()))
    const url = `http://127.0.0.1:${port}/mcp`
    expect(await runHere(['tools', url])).toMatchObject({
      code: 4,
      stderr: `error: ${url} ended its event stream without an answer. Try again, or tell its operator.\n`,
    })
  })

  it.each([
    ['ends', 4, ''],
    ['brings it', 0, 'data: {"jsonrpc":"2.0","id":ID,"result":{"tools":[]}}\n\n'],
  ])('waits for what a server takes without an answer until the stream %s (H129)', async (_, code, text) => {
    let open: ServerResponse | undefined
    const { port } = await serve(
      takingWithoutAnswer(
        ['initialize'],
        (response) => {
          open = response.writeHead(200, { 'content-type': 'text/event-stream' })
          open.flushHeaders()
        },
        (id) => open?.end(text.replace('ID', `${id}`)),
      ),
    )
    expect(await runHere(['tools', `http://127.0.0.1:${port}/mcp`])).toMatchObject({ code })
  })

  it('asks on where a stream ends that owes the answer to a question of later versions alone (H92)', async () => {
    const { port } = await serve(streamsThatEnd(['initialize', 'tools/list'], '', []))
    expect(await runHere(['tools', `http://127.0.0.1:${port}/mcp`])).toMatchObject({
      code: 0,
      stdout: `http://127.0.0.1:${port}/mcp has no tools.\n`,
    })
  })

  it('names the accounts that could be used instead, and not one whose sign-in has ended', async () => {
    const { port } = await serve((_, response) => response.writeHead(401, { 'www-authenticate': 'Bearer' }).end())
    const url = `http://127.0.0.1:${port}/mcp`
    const store = memoryTokenStore()
    await store.update(`tokens:bob@${url}`, async () => tokenRecord({ resource: url }))
    const ended = tokenRecord({ resource: url, expiresAt: -1, refreshToken: undefined })
    await store.update(`tokens:carol@${url}`, async () => ended)
    const refused = tokenRecord({ resource: url, expiresAt: undefined, refreshToken: undefined })
    await store.update(`tokens:${url}`, async () => refused)
    const { code, stderr } = await runHere(['tools', url], { store, env: {} })
    expect(code).toBe(3)
    expect(stderr.split('\n').slice(1)).toEqual([
      `hint: fast-agent-auth tools ${url} --account bob`,
      `hint: fast-agent-auth login ${url}`,
      '',
    ])
  })

  it('says over SSE too that a person has to sign in', async () => {
    const { port } = await serve((_, response) => response.writeHead(401, { 'www-authenticate': 'Bearer' }).end())
    const url = `http://127.0.0.1:${port}/sse`
    const { code, stderr } = await runHere(['tools', url], { env: {} })
    expect(code).toBe(3)
    expect(stderr).toContain(`error: ${url} wants a person to sign in.`)
  })
})

/** A server that lets nobody in, and the Authorization headers that came to it. */
async function refusing() {
  const sent: (string | undefined)[] = []
  const { port } = await serve((request, response) => {
    sent.push(request.headers.authorization)
    response.writeHead(request.url?.startsWith('/.well-known/') ? 404 : 403).end()
  })
  return { host: `http://127.0.0.1:${port}`, sent }
}

describe('a server that answers 403 to somebody it knows', () => {
  it.each([
    ['tools', '/mcp', []],
    ['tools', '/sse', []],
    ['call', '/mcp', ['echo']],
  ])('does not let the sign-in in, and is looked for nowhere else: %s at %s', async (command, path, more) => {
    const { host, sent } = await refusing()
    const url = host + path
    const store = memoryTokenStore()
    const record = tokenRecord({ resource: url, expiresAt: undefined })
    await store.update(`tokens:${url}`, async () => record)
    expect(await runHere([command, url, ...more], { store })).toMatchObject({
      code: 3,
      stderr: `error: ${url} answered 403: it gives this sign-in no access.\nhint: Ask the server's operator what this account may use, or sign in with another account.\n`,
    })
    expect(sent[0]).toMatch(/^Bearer /)
  })

  it('does not let in the header of a configuration', async () => {
    const { host, sent } = await refusing()
    const servers = `{"mcpServers":{"notes":{"url":"${host}/mcp","headers":{"Authorization":"Bearer abc"}}}}`
    const cwd = await folderWith({ '.mcp.json': servers })
    expect(await runHere(['tools', 'notes'], { cwd })).toMatchObject({
      code: 1,
      stderr: `error: ${host}/mcp answered 403: it refuses the credentials that were sent.\nhint: Ask the server's operator who may use it, or check the Authorization header that is configured for it.\n`,
    })
    expect(new Set(sent)).toEqual(new Set(['Bearer abc']))
  })
})
