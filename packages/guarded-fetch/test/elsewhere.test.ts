import { expect, it, vi } from 'vitest'
import { createGuardedFetch } from '../src/elsewhere.ts'
import type { GuardedFetchOptions } from '../src/index.ts'

/** A guarded fetch of a runtime that looks up no names, and the requests that its own fetch got. */
function guarded(answer: () => Response, options: GuardedFetchOptions = {}) {
  const sent: { readonly url: string; readonly init: RequestInit | undefined }[] = []
  const fetch: typeof globalThis.fetch = async (input, init) => {
    sent.push({ url: String(input), init })
    return answer()
  }
  return { fetch: createGuardedFetch({ ...options, fetch }), sent }
}

it('sends by the fetch of the runtime, with no connection of ours', async () => {
  const { fetch, sent } = guarded(() => new Response('ok'))
  expect(await (await fetch('https://as.example.com/token')).text()).toBe('ok')
  expect(sent.map(({ url, init }) => [url, init && 'dispatcher' in init])).toEqual([
    ['https://as.example.com/token', false],
  ])
})

it('sends by the global fetch, without a process', async () => {
  const answer = vi.spyOn(globalThis, 'fetch').mockImplementation(async () => new Response('ok'))
  vi.stubGlobal('process', undefined)
  const fetch = createGuardedFetch()
  const text = await fetch('https://as.example.com/token').then((response) => response.text())
  vi.unstubAllGlobals()
  expect([text, answer.mock.calls.length]).toEqual(['ok', 1])
})

it('refuses a private address, as elsewhere', async () => {
  const { fetch, sent } = guarded(() => new Response())
  await expect(fetch('https://169.254.169.254/')).rejects.toMatchObject({ code: 'insecure_url' })
  expect(sent).toEqual([])
})

it('refuses a redirect of which a browser hides where it leads', async () => {
  const hidden = Object.defineProperties(new Response(), {
    type: { value: 'opaqueredirect' },
    url: { value: 'https://as.example.com/token' },
  })
  const { fetch } = guarded(() => hidden)
  await expect(fetch('https://as.example.com/token')).rejects.toMatchObject({
    code: 'redirect_refused',
    message: 'https://as.example.com/token redirects, and browsers hide where to.',
  })
})

it('asks no name without TLS, since nobody knows where it leads, and an address that may be asked', async () => {
  const { fetch, sent } = guarded(() => new Response('ok'), { httpHosts: ['nas.home', '192.168.0.2'] })
  await expect(fetch('http://nas.home/mcp')).rejects.toMatchObject({
    code: 'unavailable',
    message: expect.stringContaining('Use https, an address in place of the name, or the option resolve.'),
  })
  expect((await fetch('http://192.168.0.2/mcp')).status).toBe(200)
  expect(sent.map(({ url }) => url)).toEqual(['http://192.168.0.2/mcp'])
})
