import { describe, expect, it } from 'vitest'
import { createGuardedFetch } from '../src/index.ts'
import { refusalOf } from './refusal.ts'
import { startServer } from './start-server.ts'

const guarded = createGuardedFetch({ serverUrl: 'http://localhost/mcp', env: {} })

describe('a redirect', () => {
  it.each([
    'https://evil.test/',
    'http://127.0.0.1:1/',
    'https://169.254.169.254/',
    '//evil.test/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'http://user@',
  ])('to %s is not followed', async (location) => {
    const server = await startServer((_, response) => response.writeHead(302, { location }).end())
    const error = await refusalOf(guarded(`http://127.0.0.1:${server.port}/a?key=secret`))
    expect(error.code).toBe('redirect_refused')
    expect(error.message).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/a redirects to /)
    expect(server.requests).toEqual(['GET /a?key=secret'])
  })

  it.each([
    { what: 'to another origin', location: 'https://evil.test/', method: 'GET' },
    { what: 'of a request with a body', location: '/', method: 'POST' },
  ])('$what that never ends is cut off', async ({ location, method }) => {
    const server = await startServer((_, response) => {
      response.writeHead(307, { location })
      const more = (): void => void response.write('x'.repeat(65_536), () => response.writable && setImmediate(more))
      more()
      response.on('close', () => server.closed())
    })
    const error = await refusalOf(guarded(`http://127.0.0.1:${server.port}/`, { method }))
    expect(error.code).toBe('redirect_refused')
    await server.whenClosed
  })

  it('within the origin is followed, with its headers', async () => {
    const seen: unknown[] = []
    const server = await startServer((request, response) => {
      seen.push(request.headers['x-mine'])
      if (request.url === '/b') response.end('there')
      else response.writeHead(307, { location: '/b' }).end()
    })
    const response = await guarded(`http://127.0.0.1:${server.port}/a`, { headers: { 'x-mine': 'kept' } })
    expect(await response.text()).toBe('there')
    expect(response.url).toBe(`http://127.0.0.1:${server.port}/b`)
    expect(seen).toEqual(['kept', 'kept'])
  })

  it('within the origin of a Request object is followed, with its headers', async () => {
    const seen: unknown[] = []
    const server = await startServer((request, response) => {
      seen.push([request.method, request.headers['x-mine']])
      if (request.url === '/b') response.end('there')
      else response.writeHead(302, { location: '/b' }).end()
    })
    const request = new Request(`http://127.0.0.1:${server.port}/a`, { method: 'HEAD', headers: { 'x-mine': 'kept' } })
    expect((await guarded(request)).status).toBe(200)
    expect(seen).toEqual([
      ['HEAD', 'kept'],
      ['HEAD', 'kept'],
    ])
  })

  it('is followed five times and no more', async () => {
    const server = await startServer((request, response) =>
      response.writeHead(302, { location: `${request.url}x` }).end(),
    )
    const error = await refusalOf(guarded(`http://127.0.0.1:${server.port}/`))
    expect(error.message).toContain('redirects more than 5 times')
    expect(server.requests).toHaveLength(6)
  })

  it.each(['POST', 'PUT', 'DELETE', 'post'])(
    'of a %s is not followed, not even within the origin (V14)',
    async (method) => {
      const server = await startServer((_, response) => response.writeHead(307, { location: '/b' }).end())
      const error = await refusalOf(guarded(`http://127.0.0.1:${server.port}/a`, { method, body: 'code=secret' }))
      expect(error.message).toContain(`redirects a ${method.toUpperCase()} request`)
      expect(error.message).not.toContain('secret')
      expect(server.requests).toHaveLength(1)
    },
  )

  it('is the answer where the caller follows by itself', async () => {
    const server = await startServer((_, response) => response.writeHead(302, { location: 'https://evil.test/' }).end())
    const response = await guarded(`http://127.0.0.1:${server.port}/`, { method: 'POST', redirect: 'manual' })
    expect([response.status, response.headers.get('location')]).toEqual([302, 'https://evil.test/'])
  })

  it('is an error where the caller wants none', async () => {
    const server = await startServer((_, response) => response.writeHead(302, { location: '/b' }).end())
    const error = await refusalOf(guarded(`http://127.0.0.1:${server.port}/`, { redirect: 'error' }))
    expect(error.code).toBe('redirect_refused')
    expect(server.requests).toHaveLength(1)
  })

  it('without a place to go is an answer like any other', async () => {
    const server = await startServer((_, response) => response.writeHead(304).end())
    expect((await guarded(`http://127.0.0.1:${server.port}/`)).status).toBe(304)
  })

  it('is checked like the request before it (H5)', async () => {
    const server = await startServer((_, response) => {
      response.writeHead(302, { location: '/b', connection: 'close' }).end()
    })
    const answers = [[{ address: '127.0.0.1', family: 4 }], [{ address: '169.254.169.254', family: 4 }]]
    const resolve = async () => answers.shift() ?? []
    const fetch = createGuardedFetch({ serverUrl: 'http://127.0.0.1/', resolve, env: {} })
    expect((await refusalOf(fetch(`http://app.localhost:${server.port}/`))).code).toBe('address_refused')
    expect(server.requests).toHaveLength(1)
  })
})
