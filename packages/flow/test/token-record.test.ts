import { memoryTokenStore } from '@fast-agent-auth/token-store'
import { describe, expect, it } from 'vitest'
import { listStatus } from '../src/index.ts'
import { parseTokenRecord, serializeTokenRecord } from '../src/tokens/token-record.ts'
import { createTokenSet } from '../src/tokens/token-set.ts'
import { tokenSet } from './token-set.ts'

const now = 1_000_000
const tokens = tokenSet({ accessToken: 'a', signedInAt: 1, obtainedAt: 2 })

it('reads what it wrote', () => {
  for (const record of [
    { tokens },
    {
      tokens: { ...tokens, refreshToken: 'r', expiresAt: 3, scope: 's' },
      refreshFailure: { at: 1, times: 1, code: 'unknown_server_error' },
    },
  ]) {
    expect(parseTokenRecord(serializeTokenRecord(record))).toEqual(record)
  }
})

describe('a record is damaged', () => {
  it.each<[string, string]>([
    ['where it is no JSON', 'x'],
    ['where it is cut off', serializeTokenRecord({ tokens }).slice(0, -5)],
    ['where it is a list', '[]'],
    ['where it has no tokens', '{"version":1}'],
    ['where the tokens are null', '{"version":1,"tokens":null}'],
    ['where it is of another version', JSON.stringify({ version: 2, tokens })],
    ...(
      [
        'issuer',
        'tokenEndpoint',
        'clientId',
        'resource',
        'tokenType',
        'accessToken',
        'signedInAt',
        'obtainedAt',
        'tokenEndpointAuthMethod',
      ] as const
    ).map(
      (name) =>
        [`where it has no ${name}`, JSON.stringify({ version: 1, tokens: { ...tokens, [name]: undefined } })] as [
          string,
          string,
        ],
    ),
    ...['', 'a\nb', 'a b', 'é', 'x'.repeat(65_537)].map((accessToken, index): [string, string] => [
      `where no header can carry the access token (${index})`,
      JSON.stringify({ version: 1, tokens: { ...tokens, accessToken } }),
    ]),
    [
      'where no form can carry the refresh token',
      JSON.stringify({ version: 1, tokens: { ...tokens, refreshToken: 'é' } }),
    ],
    ['where the refresh token is no text', JSON.stringify({ version: 1, tokens: { ...tokens, refreshToken: 7 } })],
    ...['http://93.184.216.34/token', 'javascript:alert(1)', 'token'].flatMap((url): [string, string][] => [
      [`where it sends secrets to ${url}`, JSON.stringify({ version: 1, tokens: { ...tokens, tokenEndpoint: url } })],
      [`where it revokes at ${url}`, JSON.stringify({ version: 1, tokens: { ...tokens, revocationEndpoint: url } })],
    ]),
    ['where the issuer is no URL (H79)', JSON.stringify({ version: 1, tokens: { ...tokens, issuer: 'x' } })],
    ...['revocationEndpoint', 'requestedScope', 'scope'].map((name): [string, string] => [
      `where its ${name} is no text`,
      JSON.stringify({ version: 1, tokens: { ...tokens, [name]: 7 } }),
    ]),
    ['where the expiry is no number', JSON.stringify({ version: 1, tokens: { ...tokens, expiresAt: 'soon' } })],
  ])('%s', (_, text) => {
    expect(parseTokenRecord(text)).toBeUndefined()
  })
})

describe('a note in a record that is no such note is dropped, and the tokens stay', () => {
  it.each<[string, object]>([
    ['a time of a refusal that is a text', { refusedAt: 'now' }],
    ['a failed refresh that is a text', { refreshFailure: 'failed' }],
    ['a failed refresh that is null', { refreshFailure: null }],
    ['a failed refresh without its time', { refreshFailure: { times: 1, code: 'unreachable' } }],
    ['a failed refresh without its count', { refreshFailure: { at: 1, code: 'unreachable' } }],
    ['a failed refresh without its code', { refreshFailure: { at: 1, times: 1 } }],
  ])('%s', (_, note) => {
    expect(parseTokenRecord(JSON.stringify({ version: 1, tokens, ...note }))).toEqual({ tokens })
  })
})

describe('the scope that was granted', () => {
  const response = { tokenType: 'bearer', accessToken: 'b' }
  it.each([
    ['is what the response says', { ...response, scope: 'narrow' }, { requestedScope: 'wide', scope: 'old' }, 'narrow'],
    ['stays at a refresh that does not say', response, { requestedScope: 'wide', scope: 'old' }, 'old'],
    ['is what was asked for where nothing says', response, { requestedScope: 'wide' }, 'wide'],
  ])('%s', (_, answer, scopes, granted) => {
    expect(createTokenSet({ ...tokens, scope: undefined, ...scopes }, answer, now).scope).toBe(granted)
  })
})

it('tells how everything in a store stands, without a token', async () => {
  const store = memoryTokenStore()
  const put = (key: string, record: string): Promise<string | undefined> =>
    store.update(`tokens:${key}`, async () => record.replace(tokens.resource, key))
  await put('https://a', serializeTokenRecord({ tokens: { ...tokens, expiresAt: now + 1, scope: 's' } }))
  await put('https://b', serializeTokenRecord({ tokens: { ...tokens, expiresAt: now, refreshToken: 'hush' } }))
  await put('https://c', serializeTokenRecord({ tokens: { ...tokens, expiresAt: now } }))
  await put(
    'https://d',
    serializeTokenRecord({
      tokens: { ...tokens, refreshToken: 'hush' },
      refreshFailure: { at: 1, times: 1, code: 'unknown_server_error' },
    }),
  )
  await put('bob%40x@https://e', 'damaged')
  await put('https://g', serializeTokenRecord({ tokens: { ...tokens, refreshToken: 'hush' } }))
  await store.update('tokens:https://f', async () => serializeTokenRecord({ tokens }))
  await store.update('client:https://auth.example.com', async () => '{}')
  const all = await listStatus(store, now)
  expect(all.map(({ serverKey, state, refreshable }) => [serverKey, state, refreshable])).toEqual([
    ['bob%40x@https://e', 'damaged', false],
    ['https://a', 'ready', false],
    ['https://b', 'refreshable', true],
    ['https://c', 'sign_in_required', false],
    ['https://d', 'sign_in_required', false],
    ['https://f', 'damaged', false],
    ['https://g', 'ready', true],
  ])
  expect(all[0]).toMatchObject({ serverKey: 'bob%40x@https://e', serverUrl: 'https://e', account: 'bob@x' })
  expect(all[1]).toMatchObject({ issuer: 'https://auth.example.com', scope: 's', expiresAt: now + 1 })
  expect(JSON.stringify(all)).not.toContain('hush')
})
