import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type CookieJar, createCookieJar } from '../src/cookie-jar.ts'
import { type Person, type Playground, scriptedPerson, startPlayground } from '../src/index.ts'
import { authorize, type SignInOptions, signIn, token } from './sign-in.ts'

let playground: Playground
let to: Pick<SignInOptions, 'issuer' | 'resource'>
beforeAll(async () => {
  playground = await startPlayground()
  to = { issuer: playground.issuer, resource: playground.mcpUrl }
})
afterAll(() => playground.close())

describe('a sign-in', () => {
  it('ends on the callback with code, state and issuer, and with tokens of the lifetime and scope asked for', async () => {
    const { callback, page, tokens } = await signIn({ ...to, person: scriptedPerson() })
    expect(page).toEqual({ status: 200, text: 'You may close this page.' })
    expect([...callback.keys()]).toEqual(['code', 'state', 'iss'])
    expect(callback.get('state')).toBe('the state')
    expect(callback.get('iss')).toBe(playground.issuer)
    expect(tokens).toMatchObject({ expires_in: 300, scope: 'mcp:read', token_type: 'Bearer' })
  })

  it('shows login and consent once to each browser, and only consent the second time', async () => {
    const person = scriptedPerson()
    const submitted = async (): Promise<number> => {
      const before = playground.requests.length
      await signIn({ ...to, person })
      const posts = playground.requests.slice(before).filter(({ method }) => method === 'POST')
      return posts.filter(({ path }) => path.startsWith('/interaction/')).length
    }
    expect(await submitted()).toBe(2)
    expect(await submitted()).toBe(1)
  })

  it('prints nothing', async () => {
    const prints = (['log', 'info', 'warn', 'error'] as const).map((name) => vi.spyOn(console, name))
    const quiet = await startPlayground()
    const { client } = await signIn({ issuer: quiet.issuer, resource: quiet.mcpUrl, person: scriptedPerson() })
    const body = new URLSearchParams({ grant_type: 'refresh_token', client_id: client.clientId })
    await fetch(`${quiet.issuer}/token`, { method: 'POST', headers: { origin: 'http://127.0.0.1:1' }, body })
    await fetch(`${quiet.issuer}/auth`)
    await quiet.close()
    for (const print of prints) expect(print).not.toHaveBeenCalled()
  })

  it('keeps a refresh token from a client that did not register for it', async () => {
    const registration = { grant_types: ['authorization_code'] }
    const { tokens } = await signIn({ ...to, person: scriptedPerson(), registration })
    expect(tokens).not.toHaveProperty('refresh_token')
  })

  it('gives a refresh token with offline_access too', async () => {
    const parameters = { prompt: 'consent' }
    const scope = 'mcp:read offline_access'
    const { tokens } = await signIn({ ...to, person: scriptedPerson(), scope, parameters })
    expect(tokens).toMatchObject({ scope: 'mcp:read', refresh_token: expect.any(String) })
  })

  it('lets a client step up beyond the scope it registered with', async () => {
    const person = scriptedPerson()
    const { client } = await signIn({ ...to, person, registration: { scope: 'mcp:read' } })
    const { tokens } = await signIn({ ...to, person, client, scope: 'mcp:read mcp:write' })
    expect(tokens.scope).toBe('mcp:read mcp:write')
  })

  it('comes back to another loopback port than the registered one', async () => {
    const person = scriptedPerson()
    const first = await signIn({ ...to, person })
    const second = await signIn({ ...to, person, client: first.client })
    expect(second.client.redirectUri).not.toBe(first.client.redirectUri)
    expect(second.tokens.access_token).toEqual(expect.any(String))
  })
})

async function openLogin(jar: CookieJar, form?: URLSearchParams): Promise<{ status: number; text: string }> {
  let start = new URL(playground.issuer)
  const note: Person = async (url) => {
    start = new URL(url)
    return { status: 200, text: '' }
  }
  await authorize({ ...to, person: note })
  const redirect = await fetch(start, { redirect: 'manual' })
  jar.take(start, redirect)
  const login = new URL(redirect.headers.get('location') ?? '', start)
  const headers = { cookie: jar.header(login) }
  const page = await fetch(login, form ? { method: 'POST', headers, body: form } : { headers })
  return { status: page.status, text: await page.text() }
}

describe('a refusal', () => {
  it('brings access_denied with a description back to the client', async () => {
    const { callback, page } = await authorize({ ...to, person: scriptedPerson({ answer: 'deny' }) })
    expect(Object.fromEntries(callback)).toEqual({
      error: 'access_denied',
      error_description: 'The person did not allow it',
      state: 'the state',
      iss: playground.issuer,
    })
    expect(page.status).toBe(200)
  })

  it.each([
    ['without PKCE', { code_challenge: undefined, code_challenge_method: undefined }, 'invalid_request'],
    ['with plain PKCE', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['without a resource', { resource: undefined }, 'invalid_target'],
    ['for an unknown resource', { resource: 'https://mcp.example.com/mcp' }, 'invalid_target'],
  ])('meets a request %s', async (_name, parameters, error) => {
    const { callback } = await authorize({ ...to, person: scriptedPerson(), parameters })
    expect(callback.get('error')).toBe(error)
  })

  it('meets a request without PKCE from a client with a secret too', async () => {
    const registration = { token_endpoint_auth_method: 'client_secret_post' }
    const parameters = { code_challenge: undefined, code_challenge_method: undefined }
    const { callback } = await authorize({ ...to, person: scriptedPerson(), registration, parameters })
    expect(callback.get('error')).toBe('invalid_request')
  })

  it('meets a code with the wrong verifier', async () => {
    const { client, callback } = await authorize({ ...to, person: scriptedPerson() })
    const answer = await token(playground.issuer, {
      grant_type: 'authorization_code',
      client_id: client.clientId,
      redirect_uri: client.redirectUri,
      code: callback.get('code') ?? '',
      code_verifier: 'x'.repeat(43),
    })
    expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_grant' } })
  })

  it.each([
    ['the wrong password', { user: 'alex', password: 'guess' }, 'That is not the password'],
    ['no user name', { user: ' ', password: 'secret' }, 'Please enter a user name'],
  ])('meets %s, with the login page again', async (_name, form, problem) => {
    const jar = createCookieJar()
    const { status, text } = await openLogin(jar, new URLSearchParams(form))
    expect(status).toBe(400)
    expect(text).toContain(problem)
    expect(text).toContain('Test &#60;client&#62;')
  })

  it('meets a login page that was opened in another browser', async () => {
    const { status, text } = await openLogin({ ...createCookieJar(), header: () => '' })
    expect(status).toBe(400)
    expect(text).toContain('It is over, or it began in another browser.')
  })

  it('is shown on a page where there is nowhere to go back to', async () => {
    const page = await scriptedPerson()(`${playground.issuer}/auth?client_id=nobody`)
    expect(page.status).toBe(400)
    expect(page.text).toContain('This sign-in cannot continue')
    expect(page.text).toContain('(invalid_client)')
  })
})
