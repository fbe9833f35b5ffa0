import { discover, type Quirks, type Target } from '@fast-agent-auth/discovery'
import { describe, expect, it } from 'vitest'
import type { FlowEvent } from '../src/index.ts'
import { authorize, begin, finish, refresh } from '../src/steps.ts'
import { targetAt } from './target-at.ts'
import { createWorld } from './world.ts'

const redirectUri = 'https://app.example.com/oauth/callback'
const client = { id: 'mine' }

async function requested(target: Target, options: { readonly quirks?: Quirks | false } = {}) {
  const events: FlowEvent[] = []
  const { url } = await begin(target, { redirectUri, client, ...options, onEvent: (event) => events.push(event) })
  const quirks = events.flatMap((event) =>
    event.type === 'notice' && event.rule === 'quirk' ? [event.message.split(/[ ,]/)[2]] : [],
  )
  return { sent: Object.fromEntries(url.searchParams), quirks }
}

describe('an authorization request', () => {
  const resource = 'https://mcp.example.com/mcp'

  it.each([
    [
      'https://github.com/login/oauth',
      { resource: undefined, scope: 'mcp:read offline_access' },
      ['tokenEndpointAuthMethods', 'resourceParameter'],
    ],
    [
      'https://accounts.google.com',
      { resource, scope: 'mcp:read', access_type: 'offline', prompt: 'consent' },
      ['offlineAccess', 'authorizationParams'],
    ],
    ['https://login.microsoftonline.com/common/v2.0', { resource: undefined }, ['resourceParameter']],
    ['https://tenant.auth0.com', { resource, audience: resource }, ['audienceParameter']],
    ['https://auth.example.com', { resource, audience: undefined, access_type: undefined }, []],
  ])('to %s is what that takes, and says so', async (issuer, expected, used) => {
    const { sent, quirks } = await requested(targetAt(issuer))
    expect(Object.fromEntries(Object.keys(expected).map((name) => [name, sent[name]]))).toEqual(expected)
    expect(quirks).toEqual(used)
  })

  it('follows an option rather than what is known', async () => {
    const google = targetAt('https://accounts.google.com')
    const { sent, quirks } = await requested(google, { quirks: { offlineAccess: undefined, authorizationParams: {} } })
    expect([sent.scope, sent.access_type, quirks]).toEqual(['mcp:read offline_access', undefined, []])
    expect((await requested(google, { quirks: false })).sent.access_type).toBeUndefined()
  })

  it('keeps the user’s own parameters and scope, whatever is known', async () => {
    const google = targetAt('https://accounts.google.com')
    const options = {
      redirectUri,
      client,
      authorizationParams: { prompt: 'select_account' },
      scope: 'a offline_access',
    }
    const { url } = await begin(google, options)
    expect([url.searchParams.get('prompt'), url.searchParams.get('scope')]).toEqual([
      'select_account',
      'a offline_access',
    ])
  })

  it.each([
    ['https://login.microsoftonline.com/common/v2.0', undefined],
    ['https://cognito-idp.eu-west-1.amazonaws.com/pool', undefined],
  ])('is made at %s although it does not say that it knows PKCE', async (issuer, methods) => {
    const { sent, quirks } = await requested(targetAt(issuer, { codeChallengeMethodsSupported: methods }))
    expect(sent.code_challenge_method).toBe('S256')
    expect(quirks).toContain('pkce')
  })

  it.each([
    ['https://login.microsoftonline.com/common/v2.0', ['plain'], {}],
    ['https://login.microsoftonline.com/common/v2.0', [], {}],
    ['https://login.microsoftonline.com/common/v2.0', undefined, { quirks: false }],
    ['https://login.microsoftonline.com/common/v2.0', undefined, { pkce: 'require-advertised' }],
    ['https://auth.example.com', undefined, {}],
  ] as const)('is not made at %s with the PKCE methods %j and %j', async (issuer, methods, options) => {
    const target = targetAt(issuer, { codeChallengeMethodsSupported: methods })
    await expect(begin(target, { redirectUri, client, ...options })).rejects.toMatchObject({ code: 'pkce_unsupported' })
  })
})

describe('a token request', () => {
  const known: Quirks = { resourceParameter: 'omit', refreshScope: 'repeat' }

  it('leaves the resource out, and a refresh repeats the scope, where that is the rule', async () => {
    const { mock, options } = createWorld()
    mock.override.authorize = async (request, answer) => {
      const url = new URL(request.url)
      expect(url.searchParams.has('resource')).toBe(false)
      return answer()
    }
    mock.override.token = () =>
      Response.json({ access_token: 'a', token_type: 'Bearer', refresh_token: 'r', scope: 'mcp:read,more' })
    const target = await discover('https://mcp.example.com/mcp')
    const { pending } = await begin(target, { redirectUri, quirks: known })
    const callback = new URL(`${redirectUri}?code=c&state=${pending.state}&iss=${pending.issuer}`)
    const events: FlowEvent[] = []
    const onEvent = (event: FlowEvent): void => void events.push(event)
    const tokens = await finish(pending, callback, { ...options, quirks: known })
    await refresh(tokens, tokens, { quirks: known, onEvent })
    await refresh(tokens, tokens, {})
    expect(tokens.resource).toBe('https://mcp.example.com/mcp')
    const sent = mock.requestsTo('token').map(({ form }) => [form?.get('resource'), form?.get('scope')])
    expect(sent).toEqual([
      [null, null],
      [null, 'mcp:read'],
      ['https://mcp.example.com/mcp', null],
    ])
    expect(events).toEqual([])
  })
})

it('listens on the host that a server wants, unless a client was set up elsewhere', async () => {
  const redirectUris = ['http://127.0.0.1:3030/callback']
  const { options, wishes, mock } = createWorld({
    clients: [{ clientId: 'mine', redirectUris, tokenEndpointAuthMethod: 'none' }],
  })
  const quirks: Quirks = { redirectHost: 'localhost' }
  await authorize('https://mcp.example.com/mcp', { ...options, quirks })
  await authorize('https://mcp.example.com/mcp', { ...options, quirks })
  await authorize('https://mcp.example.com/mcp', { ...options, quirks, client: { id: 'mine', redirectUris } })
  expect(wishes).toEqual([
    { preferred: [], host: 'localhost' },
    {
      preferred: [],
      registered: ['http://127.0.0.1:3030/callback', 'http://127.0.0.1:3031/callback'],
      host: 'localhost',
    },
    { preferred: redirectUris, host: undefined },
  ])
  expect(mock.requestsTo('register')).toHaveLength(1)
})

it('a listener that fails is no reason to stop', async () => {
  const onEvent = (): never => {
    throw new Error('listener')
  }
  const { url } = await begin(targetAt('https://tenant.auth0.com'), { redirectUri, client, onEvent })
  expect(url.searchParams.get('audience')).toBe('https://mcp.example.com/mcp')
})

describe('a scope that no scope may look like', () => {
  it.each(['a"b', 'a\\b', 'ümlaut', 'a\u0007b'])('is sent to nobody: %j (H26)', async (scope) => {
    const target = { ...targetAt('https://auth.example.com'), challenge: { scope: `fine ${scope}` } }
    const { url } = await begin(target, { redirectUri, client })
    expect(url.searchParams.get('scope')).toBe('fine')
    await expect(begin(target, { redirectUri, client, scope })).rejects.toMatchObject({
      code: 'invalid_option',
      message: expect.stringContaining('The scope to ask for holds'),
    })
  })
})
