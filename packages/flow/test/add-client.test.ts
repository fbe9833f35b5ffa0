import type { TokenStore } from '@fast-agent-auth/token-store'
import { describe, expect, it } from 'vitest'
import { findClient } from '../src/registration/find-client.ts'
import { knownClients, resolveClient } from '../src/registration/registration.ts'
import { issuer, server } from './registering-server.ts'
import { createWorld } from './world.ts'

const method = 'client_secret_post'
const secret = { ...server, tokenEndpointAuthMethodsSupported: [method] }
const here = 'http://127.0.0.1:3030/callback'
const [good, evil] = ['https://good.example.com/mcp', 'https://evil.example.com/mcp']

const kept = async (store: TokenStore): Promise<readonly unknown[]> =>
  JSON.parse((await store.get(`client:${issuer}`)) ?? '').clients

describe('a registration with a secret', () => {
  /** Twelve people with a scope, and so a client, each. */
  async function registerTwelve(store: TokenStore, signIn: (clientId: string, person: number) => Promise<unknown>) {
    const ids: string[] = []
    for (let person = 1; person <= 12; person++) {
      const options = { store, resource: good, requestedScope: `team:${person}`, registerAnew: true }
      const { clientId } = await resolveClient(secret, [here], options)
      await signIn(clientId, person)
      ids.push(clientId)
    }
    const tokensOf = (clientId: string) => ({ issuer, clientId, tokenEndpointAuthMethod: method }) as const
    const found = await Promise.all(ids.map((clientId) => findClient(tokensOf(clientId), { store })))
    return found.map(({ clientSecret }) => clientSecret !== undefined)
  }

  it('stays as long as stored tokens name it, however many there are for the same use (H33)', async () => {
    const { store } = createWorld({ tokenEndpointAuthMethod: method })
    const signIn = (clientId: string, person: number) =>
      store.update(`tokens:${person}@${good}`, async () => JSON.stringify({ version: 1, tokens: { clientId } }))
    expect(await registerTwelve(store, signIn)).toEqual(Array(12).fill(true))
  })

  it('goes as the oldest of eleven where no tokens name it, and a record that cannot be read is in nobody’s way', async () => {
    const { store } = createWorld({ tokenEndpointAuthMethod: method })
    await store.update(`tokens:${good}`, async () => '{"tokens":null}')
    await store.update(`tokens:a@${good}`, async () => 'damaged')
    const get = (key: string) => (key === `tokens:b@${good}` ? Promise.reject(new Error('locked')) : store.get(key))
    const keys = async () => [...(await store.keys()), `tokens:b@${good}`]
    expect(await registerTwelve({ ...store, get, keys }, async () => undefined)).toEqual([
      ...Array(2).fill(false),
      ...Array(10).fill(true),
    ])
  })
})

it('an MCP server that spells its name in ever another way pushes out registrations of its own alone (H33)', async () => {
  const { store } = createWorld({ tokenEndpointAuthMethod: method })
  const theirs = await resolveClient(secret, [here], { store, resource: good })
  for (let i = 0; i < 102; i++) {
    const host = [...'evil.example'].map((letter, at) => ((i >> at) & 1 ? letter.toUpperCase() : letter)).join('')
    await resolveClient(secret, [here], { store, resource: `https://${host}/mcp` })
  }
  expect(await kept(store)).toHaveLength(11)
  expect(await knownClients(secret, { store, resource: good })).toEqual([theirs])
})

describe('the form of a registration that was accepted', () => {
  const [there, web] = ['http://127.0.0.1:4040/callback', 'https://app.example.com/callback']

  /** The grant types that were asked for, of a server that refuses the scope of one MCP server. */
  async function register(...wishes: readonly (readonly [resource: string, uri: string, again?: object])[]) {
    const { mock, store } = createWorld()
    mock.override.register = async (request, answer) =>
      (await request.clone().json()).scope === evil
        ? Response.json({ error: 'invalid_client_metadata', error_description: 'scope' }, { status: 400 })
        : answer()
    for (const [resource, uri, again] of wishes)
      await resolveClient(server, [uri], { store, resource, requestedScope: resource, ...again })
    return mock.requestsTo('register').map(({ json }) => (json as { grant_types: string[] }).grant_types.length)
  }

  it('is what the next one for the same use begins with', async () => {
    expect(await register([evil, here], [evil, there])).toEqual([2, 1, 1])
  })

  it('is not what one for another MCP server begins with, nor one for another way back (H33)', async () => {
    expect(await register([evil, here], [good, here], [evil, web])).toEqual([2, 1, 2, 2, 1])
  })

  it('is forgotten where a new one is asked for', async () => {
    expect(await register([evil, here], [evil, here, { registerAnew: true }])).toEqual([2, 1, 2, 1])
  })
})
