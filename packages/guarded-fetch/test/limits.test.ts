import { once } from 'node:events'
import { createServer as createHttpServer } from 'node:http'
import { createServer } from 'node:net'
import { gzipSync } from 'node:zlib'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createGuardedFetch, type Limits } from '../src/index.ts'
import { refusalOf } from './refusal.ts'
import { startProxy } from './start-proxy.ts'
import { portOf, startServer, startSilentServer } from './start-server.ts'

async function closedPort(): Promise<number> {
  const server = createHttpServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const port = portOf(server)
  await new Promise((resolve) => server.close(resolve))
  return port
}

const guarded = (limits: Partial<Limits> = {}, serverUrl = 'http://localhost/mcp') =>
  createGuardedFetch({ serverUrl, limits, env: {} })

describe('the size of an answer', () => {
  it('is limited to 1 MiB (H2)', async () => {
    const server = await startServer((_, response) => {
      response.write('x'.repeat(1024 * 1024))
      response.end('x')
    })
    const response = await guarded()(`http://127.0.0.1:${server.port}/`)
    const error = await refusalOf(response.text())
    expect(error.code).toBe('too_large')
    expect(error.message).toBe(`http://127.0.0.1:${server.port}/ sent more than 1048576 bytes. No more of it was read.`)
  })

  it('may be 1 MiB', async () => {
    const server = await startServer((_, response) => {
      response.write('x'.repeat(1024 * 1024 - 1))
      response.end('x')
    })
    const response = await guarded()(`http://127.0.0.1:${server.port}/`)
    expect(await response.text()).toHaveLength(1024 * 1024)
  })

  it('is refused where it is declared, before any of it is read', async () => {
    const server = await startServer((_, response) =>
      response.writeHead(200, { 'content-length': 10 ** 12 }).write('x'),
    )
    const error = await refusalOf(guarded()(`http://127.0.0.1:${server.port}/`))
    expect(error.code).toBe('too_large')
  })

  it('counts after decompression (H2)', async () => {
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024))
    expect(bomb.length).toBeLessThan(1024 * 1024)
    const server = await startServer((_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb))
    const response = await guarded()(`http://127.0.0.1:${server.port}/`)
    expect((await refusalOf(response.arrayBuffer())).code).toBe('too_large')
  })

  it('ends an answer that never ends (H2)', async () => {
    const server = await startServer((_, response) => {
      const more = (): void => void response.write('x'.repeat(65_536), () => response.writable && setImmediate(more))
      more()
      response.on('close', () => server.closed())
    })
    const response = await guarded()(`http://127.0.0.1:${server.port}/`)
    expect((await refusalOf(response.text())).code).toBe('too_large')
    await server.whenClosed
  })

  it('counts nothing of an answer to HEAD, which has none', async () => {
    const server = await startServer((_, response) => response.writeHead(200, { 'content-length': 10 ** 12 }).end())
    expect((await guarded()(`http://127.0.0.1:${server.port}/`, { method: 'HEAD' })).status).toBe(200)
  })

  it('of headers is limited to 16 KiB', async () => {
    const server = await startServer((_, response) => response.writeHead(200, { 'x-long': 'x'.repeat(20_000) }).end())
    const error = await refusalOf(guarded()(`http://127.0.0.1:${server.port}/`))
    expect(error).toMatchObject({ code: 'too_large', cause: { code: 'UND_ERR_HEADERS_OVERFLOW' } })
    expect(error.message).toContain('sent more than 16384 bytes of headers')
  })

  it('is not limited for the MCP server itself, which may stream for ever', async () => {
    const server = await startServer((_, response) => response.end('x'.repeat(2 * 1024 * 1024)))
    const serverUrl = `http://127.0.0.1:${server.port}/mcp`
    const headers = { accept: 'application/json, text/event-stream' }
    const asked = { method: 'POST', body: '{}', headers }
    const response = await guarded({ total: 1, firstByte: 1 }, serverUrl)(serverUrl, asked)
    expect(await response.text()).toHaveLength(2 * 1024 * 1024)
    const other = await guarded({}, serverUrl)(new Request(serverUrl, { headers: { accept: 'text/event-stream' } }))
    expect(await other.text()).toHaveLength(2 * 1024 * 1024)
    expect((await refusalOf(guarded({}, serverUrl)(`${serverUrl}/other`, { headers }))).code).toBe('too_large')
  })

  it('is limited where a server names its own URL as another endpoint, or as its metadata', async () => {
    const server = await startServer((_, response) => response.end(Buffer.alloc(2 * 1024 * 1024)))
    const serverUrl = `http://127.0.0.1:${server.port}/mcp`
    const form = { method: 'POST', body: new URLSearchParams({ code: 'c' }), headers: { accept: 'application/json' } }
    for (const init of [form, {}]) {
      expect((await refusalOf(guarded({}, serverUrl)(serverUrl, init))).code).toBe('too_large')
    }
  })
})

describe('the time of an answer', () => {
  it('is limited for a server that takes no connection', async () => {
    // As long as its name has no answer, there is no connection.
    const fetch = createGuardedFetch({
      serverUrl: 'http://localhost/',
      limits: { connect: 1 },
      env: {},
      resolve: () => new Promise(() => {}),
    })
    const error = await refusalOf(fetch('http://app.localhost:3000/'))
    expect(error).toMatchObject({ code: 'too_slow', cause: { code: 'UND_ERR_CONNECT_TIMEOUT' } })
    expect(error.message).toContain('took no connection within 0.001 s')
  })

  it('is limited for a server that is silent behind a proxy', async () => {
    const [silent, proxy] = await Promise.all([startSilentServer(), startProxy()])
    const env = { HTTPS_PROXY: proxy.url }
    const fetch = createGuardedFetch({
      serverUrl: 'https://mcp.test/mcp',
      limits: { connect: 20, firstByte: 2000 },
      env,
    })
    const error = await refusalOf(fetch(`https://as.test:${silent.port}/`))
    expect(error).toMatchObject({ code: 'too_slow', cause: { code: 'UND_ERR_CONNECT_TIMEOUT' } })
    expect(error.message).toContain('took no connection within 0.02 s')
    expect(proxy.asked).toEqual([`as.test:${silent.port}`])
  })

  it('is limited until it begins', async () => {
    const server = await startServer(() => {})
    const error = await refusalOf(guarded({ firstByte: 20 })(`http://127.0.0.1:${server.port}/`))
    expect(error.code).toBe('too_slow')
    expect(error.message).toBe(`http://127.0.0.1:${server.port}/ gave no answer within 0.02 s.`)
  })

  it('is limited until it ends, however slowly it comes (H2)', async () => {
    const server = await startServer((_, response) => response.write('{'))
    const response = await guarded({ total: 500 })(`http://127.0.0.1:${server.port}/`)
    const error = await refusalOf(response.text())
    expect(error.message).toBe(`http://127.0.0.1:${server.port}/ did not end its answer within 0.5 s.`)
  })

  it('has no limit once the answer was read', async () => {
    const server = await startServer((_, response) => response.end('hello'))
    const response = await guarded({ total: 5000 })(`http://127.0.0.1:${server.port}/`)
    expect(await response.text()).toBe('hello')
  })

  it('may be ended by the caller, whose reason is what is thrown', async () => {
    const caller = new AbortController()
    const server = await startServer(() => caller.abort(new Error('mine')))
    await expect(guarded()(`http://127.0.0.1:${server.port}/`, { signal: caller.signal })).rejects.toThrow('mine')
    await expect(guarded()(`http://127.0.0.1:${server.port}/`, { signal: caller.signal })).rejects.toThrow('mine')
    expect(server.requests).toHaveLength(1)
  })

  it('may be ended by the signal of a Request object', async () => {
    const caller = new AbortController()
    const server = await startServer(() => caller.abort(new Error('mine')))
    const request = new Request(`http://127.0.0.1:${server.port}/`, { signal: caller.signal })
    await expect(guarded()(request)).rejects.toThrow('mine')
  })

  it('may be ended by the caller in the middle of a body', async () => {
    const caller = new AbortController()
    const server = await startServer((_, response) => response.write('{'))
    const response = await guarded()(`http://127.0.0.1:${server.port}/`, { signal: caller.signal })
    const text = response.text()
    caller.abort(new Error('mine'))
    await expect(text).rejects.toThrow('mine')
  })
})

describe('an answer', () => {
  it('that is no HTTP is the error that fetch has for it, with its code', async () => {
    const server = createServer((socket) => socket.end('\0\0nonsense'))
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    onTestFinished(() => void server.close())
    const address = server.address()
    const port = typeof address === 'object' ? address?.port : undefined
    await expect(guarded()(`http://127.0.0.1:${port}/`)).rejects.toMatchObject({
      cause: { name: 'HTTPParserError' },
    })
  })

  it('that does not come is the error that fetch has for it, with its code', async () => {
    await expect(guarded()(`http://127.0.0.1:${await closedPort()}/`)).rejects.toMatchObject({
      cause: { code: 'ECONNREFUSED' },
    })
  })

  it('is as it came: status, headers and URL', async () => {
    const server = await startServer((_, response) => response.writeHead(418, 'Tea', { 'x-mine': 'yes' }).end('short'))
    const url = `http://127.0.0.1:${server.port}/a?b`
    const response = await guarded()(url)
    expect([response.status, response.statusText, response.headers.get('x-mine'), response.url]).toEqual([
      418,
      'Tea',
      'yes',
      url,
    ])
    expect([response.redirected, await response.text()]).toEqual([false, 'short'])
  })

  it('that nobody reads lets its connection go', async () => {
    const server = await startServer((_, response) => {
      response.write('x')
      response.on('close', () => server.closed())
    })
    const response = await guarded()(`http://127.0.0.1:${server.port}/`)
    await response.body?.cancel()
    await server.whenClosed
  })
})

describe('a request', () => {
  it('is sent with its method, headers and body', async () => {
    const seen: unknown[] = []
    const server = await startServer(async (request, response) => {
      let body = ''
      for await (const chunk of request) body += chunk
      seen.push([request.method, request.headers['content-type'], request.headers['content-length'], body])
      response.end()
    })
    const url = `http://127.0.0.1:${server.port}/token`
    await guarded()(url, { method: 'POST', body: new URLSearchParams({ code: 'c' }) })
    await guarded()(new Request(url, { method: 'POST', body: 'a=b', headers: { 'content-type': 'text/x' } }))
    await guarded()(new URL(url), { method: 'PUT', body: 'a=b', headers: { 'content-type': 'text/x' } })
    expect(seen).toEqual([
      ['POST', 'application/x-www-form-urlencoded;charset=UTF-8', '6', 'code=c'],
      ['POST', 'text/x', '3', 'a=b'],
      ['PUT', 'text/x', '3', 'a=b'],
    ])
  })
})
