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
        message: `The option authorizationParams holds "${name}", which is set by the sign-in itself. Leave it out.`,
      }),
    )
    expect(authorizationUrl(`${endpoint}?${name}=theirs&${name}=twice`, {}).href).toBe(endpoint)
    expect(authorizationUrl(`${endpoint}?${name}=theirs`, { [name]: 'ours' }).href).toBe(`${endpoint}?${name}=ours`)
  })

  it.each(['prompt', 'request', 'request_uri', 'response_mode'])('lets no endpoint set %s, but an option', (name) => {
    expect(authorizationUrl(`${endpoint}?${name}=theirs`, {}).href).toBe(endpoint)
    expect(authorizationUrl(`${endpoint}?${name}=theirs`, {}, { [name]: 'mine' }).href).toBe(`${endpoint}?${name}=mine`)
  })

  it('has 8192 characters at the most', () => {
    const longest = 'x'.repeat(8192 - `${endpoint}?state=`.length)
    expect(authorizationUrl(endpoint, { state: longest }).href).toHaveLength(8192)
    expect(() => authorizationUrl(endpoint, { state: `${longest}x` })).toThrow(
      'The authorization URL of https://auth.example.com has more than 8192 characters.',
    )
  })
})
