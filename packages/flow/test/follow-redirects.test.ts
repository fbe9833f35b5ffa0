import { describe, expect, it } from 'vitest'
import { request } from '../src/protocol/request.ts'

const origin = 'https://auth.example.com'

/** A network in which each path redirects so. */
function networkOf(redirects: Readonly<Record<string, readonly [status: number, location?: string]>>) {
  const sent: { url: string; init: RequestInit | undefined }[] = []
  const fetch = async (url: unknown, init?: RequestInit): Promise<Response> => {
    sent.push({ url: String(url), init })
    const [status, location] = redirects[String(url).replace(origin, '')] ?? [200]
    return new Response(null, { status, headers: location === undefined ? {} : { location } })
  }
  return { sent, fetch: fetch as typeof globalThis.fetch }
}

const post = { method: 'POST', body: new URLSearchParams({ code: 'c' }), headers: { authorization: 'Basic x' } }

describe('what is posted', () => {
  it.each([
    ['307', { '/token': [307, '/token/'] }, ['/token', '/token/']],
    ['308', { '/token': [308, `${origin}/v2/token`] }, ['/token', '/v2/token']],
    ['two hops', { '/token': [307, '/a'], '/a': [308, 'b?x=1'] }, ['/token', '/a', '/b?x=1']],
    ['the default port', { '/token': [307, 'https://auth.example.com:443/a'] }, ['/token', '/a']],
  ] as const)('is sent again as it is within its origin: %s', async (_, redirects, paths) => {
    const { sent, fetch } = networkOf(redirects)
    expect(await request(`${origin}/token`, { subject: 'x', init: post, fetch })).toMatchObject({ status: 200 })
    expect(sent.map(({ url }) => url)).toEqual(paths.map((path) => origin + path))
    for (const { init } of sent) {
      expect(init).toMatchObject({ method: 'POST', body: post.body, redirect: 'manual' })
      expect([...new Headers(init?.headers)]).toEqual([['authorization', 'Basic x']])
    }
  })

  it.each([
    ['301', { '/token': [301, '/a'] }, 1],
    ['302', { '/token': [302, '/a'] }, 1],
    ['303', { '/token': [303, '/a'] }, 1],
    ['307 to another host', { '/token': [307, 'https://evil.example.com/token'] }, 1],
    ['307 to another host without a scheme', { '/token': [307, '//evil.example.com/token'] }, 1],
    ['307 to another port', { '/token': [307, 'https://auth.example.com:8443/token'] }, 1],
    ['307 to http', { '/token': [307, 'http://auth.example.com/token'] }, 1],
    ['307 with a password', { '/token': [307, 'https://a:b@auth.example.com/token'] }, 1],
    ['307 without a location', { '/token': [307] }, 1],
    ['307 to no URL', { '/token': [307, 'https://'] }, 1],
    ['a loop of 307', { '/token': [307, '/token'] }, 3],
    ['a second hop elsewhere', { '/token': [307, '/a'], '/a': [307, 'https://evil.example.com/a'] }, 2],
  ] as const)('is not sent on by %s', async (_, redirects, requests) => {
    const { sent, fetch } = networkOf(redirects as Parameters<typeof networkOf>[0])
    const { status } = await request(`${origin}/token`, { subject: 'x', init: post, fetch })
    expect(status).toBeGreaterThan(300)
    expect(sent).toHaveLength(requests)
    expect(sent.every(({ url }) => url.startsWith(`${origin}/`))).toBe(true)
  })
})

it('a question follows no redirect', async () => {
  const { sent, fetch } = networkOf({ '/authorize': [307, '/login'] })
  expect(await request(`${origin}/authorize`, { subject: 'x', init: {}, fetch })).toMatchObject({ status: 307 })
  expect(sent).toHaveLength(1)
})
