import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { Redirect } from '../src/index.ts'
import { contentSecurityPolicy } from '../src/page/page-style.ts'
import { visit } from './browser.ts'
import { open } from './opening.ts'

const onEvent = vi.fn()
let redirect: Redirect
let host: string

beforeEach(async () => {
  onEvent.mockClear()
  redirect = await open({ port: 0, serverName: 'mcp.example.com', onEvent })
  host = new URL(redirect.redirectUri).host
})

describe('a request for another path', () => {
  it.each(['/', '/favicon.ico', '/callback/', '//callback?code=secret-text&state=state-1'])(
    'is told on a page that there is nothing at this address, without naming it or another one: %s',
    async (path) => {
      const { status, headers, body } = await visit(`http://${host}`, { path })
      expect(status).toBe(404)
      expect(headers).toMatchObject({
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': contentSecurityPolicy,
        'cache-control': 'no-store',
      })
      expect(body).toContain('There is no page at this address')
      expect(body).not.toMatch(/callback|favicon|secret-text|state-1|127\.0\.0\.1|mcp\.example/)
      expect(onEvent).not.toHaveBeenCalled()
      expect(await Promise.race([redirect.response, Promise.resolve('waiting')])).toBe('waiting')
    },
  )

  it.each(['POST', 'OPTIONS'])('is refused in plain text where it is no GET: %s', async (method) => {
    const { status, headers, body } = await visit(`http://${host}/`, { method })
    expect(status).toBe(404)
    expect(headers).toMatchObject({ 'content-type': 'text/plain; charset=utf-8' })
    expect(body).toBe('Not found.\n')
  })
})
