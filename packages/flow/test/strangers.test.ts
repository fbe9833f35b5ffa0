import { describe, expect, it } from 'vitest'
import { change, formsOf, issuer, recordsOf, server } from './token-answers.ts'
import { createTestSession, createWorld, type WorldOptions } from './world.ts'

const evil = 'https://evil.example.com'
const evilTokens = { access_token: 'evil', token_type: 'Bearer', refresh_token: 'evil-refresh' }

/** A stranger who plays resource metadata and an authorization server by the name of `called`, and takes what comes. */
function createStranger(called: string = evil) {
  const sent: { readonly url: string; readonly text: string }[] = []
  const document = {
    resource: server,
    authorization_servers: [evil],
    issuer: called,
    authorization_endpoint: `${evil}/authorize`,
    token_endpoint: `${evil}/token`,
    registration_endpoint: `${evil}/register`,
    code_challenge_methods_supported: ['S256'],
  }
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init)
    if (new URL(request.url).origin !== evil) return globalThis.fetch(request)
    const text = JSON.stringify([request.url, [...request.headers], await request.text()])
    sent.push({ url: `${request.method} ${request.url}`, text })
    if (request.url === `${evil}/token`) return Response.json(evilTokens)
    return Response.json(request.url === `${evil}/register` ? { client_id: 'evil' } : document)
  }
  return { sent, fetch }
}

/** Somebody who is signed in, with a client that has a secret. */
async function createSignedIn(called?: string, options: WorldOptions = {}) {
  const world = createWorld({ tokenEndpointAuthMethod: 'client_secret_post', ...options })
  const stranger = createStranger(called)
  const session = createTestSession(server, { ...world.options, fetch: stranger.fetch })
  const held = await session.login()
  world.mock.clear()
  const before = await recordsOf(world.store)
  const secrets = [held.accessToken, held.refreshToken, world.mock.clients[0]?.clientSecret].filter((each) => each)
  /** Of what belongs to another server, what the stranger has seen. */
  const leaked = () => secrets.filter((secret) => stranger.sent.some(({ text }) => text.includes(secret ?? '')))
  return { ...world, ...stranger, session, held, before, leaked }
}

const foreign = { error: 'invalid_token', resourceMetadata: `${evil}/.well-known/oauth-protected-resource?key=hush` }

describe('a refusal that names resource metadata of a stranger', () => {
  it('is answered by a refresh where the tokens came from, and the stranger hears of nothing (V5)', async () => {
    const world = await createSignedIn()
    const fresh = await world.session.renew({ rejected: world.held, challenge: foreign })
    expect(fresh).toMatchObject({ issuer, tokenEndpoint: `${issuer}/token` })
    expect(formsOf(world)).toMatchObject([{ grant_type: 'refresh_token', refresh_token: world.held.refreshToken }])
    expect(world.sent).toEqual([])
  })

  it('ends in an error that names both where a person would have to sign in, and loses nothing', async () => {
    const world = await createSignedIn(evil, { refreshTokens: false })
    const { session, held, store, before, windows, sent } = world
    const refusal = { rejected: held, challenge: foreign, interactive: true }
    await expect(session.renew(refusal)).rejects.toMatchObject({
      name: 'DiscoveryError',
      code: 'insecure_url',
      message: expect.stringMatching(
        /^https:\/\/mcp\.example\.com\/mcp names resource metadata whose URL is on another origin, "https:\/\/evil\.example\.com"; it is not fetched\.(?!.*hush)/,
      ),
    })
    expect([sent, windows.length, formsOf(world)]).toEqual([[], 1, []])
    expect(await recordsOf(store)).toEqual(before)
  })
})

it('metadata of a stranger that calls itself by the name of our authorization server is not used (V9)', async () => {
  const world = await createSignedIn(issuer)
  const { session, sent, leaked, store, before, windows } = world
  change(world, 'resourceMetadata', { authorization_servers: [evil] })
  await expect(session.login({ force: true })).rejects.toMatchObject({
    code: 'issuer_mismatch',
    message: expect.stringMatching(`of the issuer "${issuer}", not of ${evil}\\. It is not used`),
  })
  expect([sent.filter(({ url }) => !url.startsWith('GET ')), leaked(), windows.length]).toEqual([[], [], 1])
  expect(await recordsOf(store)).toEqual(before)
})

it('a sign-in at another authorization server than the last time says so before the window opens (V10)', async () => {
  const world = await createSignedIn(evil, { tokenEndpointAuthMethod: 'none' })
  const { events, leaked } = world
  const session = createTestSession(server, { ...world.options, fetch: world.fetch, openBrowser: async () => {} })
  expect(events.filter(({ type }) => type === 'issuer_changed')).toEqual([])
  change(world, 'resourceMetadata', { authorization_servers: [evil] })
  const first = events.length
  const over = new AbortController()
  const asked = session.login({ force: true, signal: over.signal })
  await expect.poll(() => events.slice(first).some(({ type }) => type === 'authorization_url')).toBe(true)
  over.abort()
  await expect(asked).rejects.toBeDefined()
  const told = events.slice(first).filter(({ type }) => type === 'issuer_changed' || type === 'authorization_url')
  expect(told).toMatchObject([
    { type: 'issuer_changed', serverUrl: server, issuer: evil, before: issuer },
    { type: 'authorization_url', issuer: evil },
  ])
  expect(leaked()).toEqual([])
})

describe('an authorization server whose token endpoint is now on another site', () => {
  it('gets a refresh token at the one that it came from, and the other site hears of nothing (H12, V6)', async () => {
    const world = await createSignedIn()
    change(world, 'authorizationServerMetadata', { token_endpoint: `${evil}/token` })
    const fresh = await world.session.renew({ rejected: world.held, challenge: { error: 'invalid_token' } })
    expect(fresh.tokenEndpoint).toBe(`${issuer}/token`)
    expect(formsOf(world)).toMatchObject([{ grant_type: 'refresh_token', refresh_token: world.held.refreshToken }])
    expect(world.sent).toEqual([])
  })

  it('is signed in to anew with an event that names the site, which sees no token of before (V6)', async () => {
    const world = await createSignedIn(evil, { tokenEndpointAuthMethod: 'none' })
    const { session, mock, events, sent, leaked } = world
    change(world, 'authorizationServerMetadata', { token_endpoint: `${evil}/token` })
    const tokens = await session.login({ force: true })
    const told = events.filter((event) => event.type === 'notice' && event.rule === 'foreign_endpoint')
    expect(told).toMatchObject([{ issuer, url: `${evil}/token` }])
    expect(tokens).toMatchObject({ issuer, tokenEndpoint: `${evil}/token`, accessToken: 'evil' })
    expect([sent.map(({ url }) => url), leaked()]).toEqual([[`POST ${evil}/token`], []])
    expect(mock.requestsTo('token')).toEqual([])
  })

  it('keeps that site for the tokens that it issued, also when the metadata is what it was', async () => {
    const world = await createSignedIn(evil, { tokenEndpointAuthMethod: 'none' })
    change(world, 'authorizationServerMetadata', { token_endpoint: `${evil}/token` })
    const rejected = await world.session.login({ force: true })
    world.mock.override.authorizationServerMetadata = undefined
    await createTestSession(server, { ...world.options, fetch: world.fetch }).renew({ rejected })
    expect(world.sent.map(({ url }) => url)).toEqual([`POST ${evil}/token`, `POST ${evil}/token`])
    expect(world.mock.requestsTo('token')).toEqual([])
  })
})
