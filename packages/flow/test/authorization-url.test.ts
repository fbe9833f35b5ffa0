import { describe, expect, it } from 'vitest'
import { authorizationUrl } from '../src/sign-in/authorization-url.ts'

const endpoint = 'https://auth.example.com/authorize'
const ours = ['response_type', 'client_id', 'redirect_uri', 'state', 'code_challenge', 'code_challenge_method']

describe('an authorization URL', () => {
  it('has our parameters and those of the option, and keeps what the endpoint has of its own', () => {
    const url = authorizationUrl(`${endpoint}?tenant=a`, { state: 's', scope: undefined }, { audience: 'x' })
    expect(url.href).toBe(`${endpoint}?tenant=a&state=s&audience=x`)
  })

  it.each([...ours, 'resource', 'scope'])('lets no option and no endpoint set %s', (name) => {
    expect(() => authorizationUrl(endpoint, {}, { [name]: 'theirs' })).toThrow(
      expect.objectContaining({
        code: 'invalid_option',
        message: `The extra parameters of the authorization request hold "${name}", which is set by the sign-in itself. Leave it out of the option authorizationParams.`,
      }),
    )
    expect(authorizationUrl(`${endpoint}?${name}=theirs&${name}=twice`, {}).href).toBe(endpoint)
    expect(authorizationUrl(`${endpoint}?${name}=theirs`, { [name]: 'ours' }).href).toBe(`${endpoint}?${name}=ours`)
  })

  it.each(['request', 'request_uri', 'response_mode'])('lets no endpoint set %s, but an option (H90)', (name) => {
    expect(authorizationUrl(`${endpoint}?${name}=theirs`, {}).href).toBe(endpoint)
    expect(authorizationUrl(`${endpoint}?${name}=theirs`, {}, { [name]: 'mine' }).href).toBe(`${endpoint}?${name}=mine`)
  })

  it.each([
    ['alone, to the letter', '?prompt=login', {}, {}, 'login'],
    ['alone, also where it asks for no page', '?prompt=none', {}, {}, 'none'],
    ['before the consent that we need', '?prompt=login', { prompt: 'consent' }, {}, 'login consent'],
    ['once, where it is what we need', '?prompt=consent', { prompt: 'consent' }, {}, 'consent'],
    ['without none, where we need consent', '?prompt=none', { prompt: 'consent' }, {}, 'consent'],
    [
      'as one list',
      '?prompt=login+none&prompt=select_account',
      { prompt: 'consent' },
      {},
      'login select_account consent',
    ],
    ['unless an option sets another', '?prompt=login', { prompt: 'consent' }, { prompt: 'none' }, 'none'],
    ['and has none otherwise', '', { prompt: undefined }, {}, null],
  ])('keeps the prompt that the endpoint has of its own: %s (H90)', (_, query, parameters, extra, expected) => {
    const { searchParams } = authorizationUrl(endpoint + query, parameters, extra)
    expect([searchParams.get('prompt'), searchParams.getAll('prompt').length]).toEqual([
      expected,
      expected === null ? 0 : 1,
    ])
  })

  it('has 8192 characters at the most', () => {
    const longest = 'x'.repeat(8192 - `${endpoint}?state=`.length)
    expect(authorizationUrl(endpoint, { state: longest }).href).toHaveLength(8192)
    expect(() => authorizationUrl(endpoint, { state: `${longest}x` })).toThrow(
      'The authorization URL of https://auth.example.com has more than 8192 characters.',
    )
  })
})
