import { afterEach, describe, expect, it, vi } from 'vitest'
import { type Playground, type PlaygroundOptions, scriptedPerson, startPlayground } from '../src/index.ts'
import { refresh, type SignedIn, signIn } from './sign-in.ts'

let playground: Playground
afterEach(async () => {
  vi.useRealTimers()
  await playground.close()
})

async function signInTo(options: PlaygroundOptions = {}): Promise<SignedIn> {
  playground = await startPlayground(options)
  return signIn({ issuer: playground.issuer, resource: playground.mcpUrl, person: scriptedPerson() })
}

async function accepts(accessToken: string): Promise<boolean> {
  const headers = { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' }
  const response = await fetch(playground.mcpUrl, { method: 'POST', headers, body: '{}' })
  return response.status !== 401
}

function revoke(token: string, { clientId }: { clientId: string }): Promise<Response> {
  const body = new URLSearchParams({ token, client_id: clientId })
  return fetch(`${playground.issuer}/token/revocation`, { method: 'POST', body })
}

describe('a refresh', () => {
  it('gives a new access token and a new refresh token, and is counted', async () => {
    const { client, tokens } = await signInTo()
    const { status, body } = await refresh(playground.issuer, client, tokens.refresh_token)
    expect(status).toBe(200)
    expect(body.refresh_token).not.toBe(tokens.refresh_token)
    expect(await accepts(body.access_token ?? '')).toBe(true)
    expect(playground.refreshes()).toBe(1)
    expect(playground.requests.filter(({ path }) => path === '/token').map(({ grantType }) => grantType)).toEqual([
      'authorization_code',
      'refresh_token',
    ])
  })

  it('with a used refresh token ends everything that came from that sign-in', async () => {
    const { client, tokens } = await signInTo()
    const { body } = await refresh(playground.issuer, client, tokens.refresh_token)
    const reuse = await refresh(playground.issuer, client, tokens.refresh_token)
    expect(reuse).toMatchObject({ status: 400, body: { error: 'invalid_grant' } })
    expect(await refresh(playground.issuer, client, body.refresh_token ?? '')).toMatchObject({ status: 400 })
    expect(await accepts(body.access_token ?? '')).toBe(false)
    expect(playground.refreshes()).toBe(3)
  })

  it('sent five times at once is one refresh and a reuse', async () => {
    const { client, tokens } = await signInTo()
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => refresh(playground.issuer, client, tokens.refresh_token)),
    )
    const [winner, ...more] = answers.filter(({ status }) => status === 200)
    expect(more).toEqual([])
    expect(await accepts(winner?.body.access_token ?? '')).toBe(false)
  })

  it('works when the browser that signed in has long forgotten it', async () => {
    const { client, tokens } = await signInTo()
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3 * 24 * 60 * 60 * 1000 })
    expect(await refresh(playground.issuer, client, tokens.refresh_token)).toMatchObject({ status: 200 })
  })

  it('is refused after the lifetime of the refresh token', async () => {
    const { client, tokens } = await signInTo({ refreshTokenLifetime: 60 })
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 61_000 })
    const { body } = await refresh(playground.issuer, client, tokens.refresh_token)
    expect(body.error).toBe('invalid_grant')
  })
})

describe('an access token', () => {
  it('is refused after its lifetime, while the refresh token stays good', async () => {
    const { client, tokens } = await signInTo({ accessTokenLifetime: 5 })
    expect(tokens.expires_in).toBe(5)
    expect(await accepts(tokens.access_token)).toBe(true)
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 6_000 })
    expect(await accepts(tokens.access_token)).toBe(false)
    expect(await refresh(playground.issuer, client, tokens.refresh_token)).toMatchObject({ status: 200 })
  })

  it('is refused before its expiry once all are revoked, while the refresh token stays good', async () => {
    const { client, tokens } = await signInTo()
    playground.revokeAccessTokens()
    expect(await accepts(tokens.access_token)).toBe(false)
    const { body } = await refresh(playground.issuer, client, tokens.refresh_token)
    expect(await accepts(body.access_token ?? '')).toBe(true)
  })
})

describe('revocation', () => {
  it.each(['access_token', 'refresh_token'] as const)('of the %s ends both', async (name) => {
    const { client, tokens } = await signInTo()
    expect((await revoke(tokens[name], client)).status).toBe(200)
    expect(await accepts(tokens.access_token)).toBe(false)
    expect(await refresh(playground.issuer, client, tokens.refresh_token)).toMatchObject({ status: 400 })
  })

  it('by another client changes nothing', async () => {
    const { tokens } = await signInTo()
    const other = await signIn({ issuer: playground.issuer, resource: playground.mcpUrl, person: scriptedPerson() })
    await revoke(tokens.access_token, other.client)
    expect(await accepts(tokens.access_token)).toBe(true)
  })
})
