import { describe, expect, it } from 'vitest'
import type { PendingSignIn } from '../src/index.ts'
import { readAuthorizationResponse } from '../src/sign-in/authorization-response.ts'

const issuer = 'https://auth.example.com'
const pending: PendingSignIn = {
  serverUrl: 'https://mcp.example.com/mcp',
  resource: 'https://mcp.example.com/mcp',
  issuer,
  issParameterSupported: true,
  tokenEndpoint: `${issuer}/token`,
  clientId: 'client',
  tokenEndpointAuthMethod: 'none',
  redirectUri: 'http://127.0.0.1:3030/callback',
  state: 'the-state',
  verifier: 'the-verifier',
  startedAt: 0,
}
const read = (query: string, changes: Partial<PendingSignIn> = {}): string =>
  readAuthorizationResponse(new URL(`http://127.0.0.1:3030/callback?${query}`), { ...pending, ...changes })
const iss = `iss=${encodeURIComponent(issuer)}`

it('gives the code of an answer with our state and issuer (Q6, Q7)', () => {
  expect(read(`code=c&state=the-state&${iss}`)).toBe('c')
  expect(read('code=c&state=the-state&iss=https%3A%2F%2Fauth%2Eexample%2Ecom')).toBe('c')
})

describe('a code is not used', () => {
  it.each([
    ['without a state (Q9)', `code=c&${iss}`, 'state_mismatch'],
    ['with another state (Q9)', `code=c&state=other&${iss}`, 'state_mismatch'],
    ['with a state that only begins like ours', `code=c&state=the-state2&${iss}`, 'state_mismatch'],
    ['with two states, one of them ours (Q9)', `code=c&state=the-state&state=other&${iss}`, 'state_mismatch'],
    ['with an empty state', `code=c&state=&${iss}`, 'state_mismatch'],
    ['without the issuer that was promised (H45, Q6)', 'code=c&state=the-state', 'issuer_mismatch'],
    ['of another issuer (Q6)', 'code=c&state=the-state&iss=https://evil.example.com', 'issuer_mismatch'],
    ['of our issuer with a slash (H45, Q7)', `code=c&state=the-state&${iss}/`, 'issuer_mismatch'],
    ['of an empty issuer (Q6)', 'code=c&state=the-state&iss=', 'issuer_mismatch'],
    ...[
      'HTTPS://auth.example.com',
      'https://AUTH.example.com',
      `${issuer}:443`,
      'https://auth%2Eexample.com',
      encodeURIComponent(issuer),
    ].map((spelling) => [
      `of our issuer in the spelling ${spelling}, since nothing is normalised`,
      `code=c&state=the-state&iss=${encodeURIComponent(spelling)}`,
      'issuer_mismatch',
    ]),
    ['of two issuers (H45)', `code=c&state=the-state&${iss}&${iss}`, 'issuer_mismatch'],
    ['that stands twice', `code=c&code=d&state=the-state&${iss}`, 'invalid_response'],
    ['that stands twice, once empty', `code=&code=d&state=the-state&${iss}`, 'invalid_response'],
    ['beside an empty error and another', `code=c&error=&error=access_denied&state=the-state&${iss}`, 'access_denied'],
    ['beside null and another error', `code=c&error=null&error=access_denied&state=the-state&${iss}`, 'access_denied'],
    ['that stands twice, beside null', `code=c&code=d&error=null&state=the-state&${iss}`, 'invalid_response'],
    ['that is empty', `code=&state=the-state&${iss}`, 'invalid_response'],
    ['that is not there', `state=the-state&${iss}`, 'invalid_response'],
    ['beside an error', `code=c&error=access_denied&state=the-state&${iss}`, 'access_denied'],
  ])('%s', (_, query, code) => {
    expect(() => read(query)).toThrow(expect.objectContaining({ code }))
  })
})

it('needs no issuer where none was promised, but believes no wrong one (Q6)', () => {
  expect(read('code=c&state=the-state', { issParameterSupported: false })).toBe('c')
  expect(read(`code=c&state=the-state&${iss}`, { issParameterSupported: false })).toBe('c')
  expect(() => read('code=c&state=the-state&iss=https://evil.example.com', { issParameterSupported: false })).toThrow(
    expect.objectContaining({ code: 'issuer_mismatch' }),
  )
})

it('tells what the server said of a denial, without its control characters (Q8)', () => {
  expect(() => read(`error=access_denied&error_description=not%1b[31m%0atoday&state=the-state&${iss}`)).toThrow(
    'The sign-in was denied at https://auth.example.com ("access_denied: not\ufffd[31m\ufffdtoday").',
  )
})

it('shows nothing of an error whose issuer is wrong (Q8)', () => {
  const words = 'error=access_denied&error_description=phone+us&error_uri=https://evil.example/help'
  expect(() => read(`${words}&state=the-state&iss=https://evil.example`)).toThrow(
    expect.objectContaining({ code: 'issuer_mismatch', message: expect.not.stringMatching(/denied|phone|evil/) }),
  )
})

it.each([
  [
    'code=c',
    'The answer from the browser belongs to no sign-in that is under way here. It is not used, whatever the settings: begin again.',
  ],
  [
    'code=c&state=the-state&iss=x',
    'The answer from the browser does not come from https://auth.example.com, which was asked (RFC 9207). It is not used. No setting changes that.',
  ],
  [
    `code=c&state=the-state&${iss}&${iss}`,
    'The answer from the browser does not come from https://auth.example.com, which was asked (RFC 9207). It is not used. No setting changes that.',
  ],
  [
    'code=c&state=the-state',
    'The answer from the browser does not say that it comes from https://auth.example.com, as its metadata promises (RFC 9207). It is not used. If its metadata is wrong in that, set the option authorizationServer.',
  ],
  [
    `code=c&state=the-state&${iss}/`,
    'The answer from the browser says in another spelling that it comes from https://auth.example.com (RFC 9207). It is not used. If that is its name, set the option authorizationServer.',
  ],
  [
    `code=c&code=c&state=the-state&${iss}`,
    'https://auth.example.com answered with more than one code (RFC 6749 §3.1). No setting changes that: tell its operator.',
  ],
  [
    `state=the-state&${iss}`,
    'https://auth.example.com answered with neither a code nor an error. No setting changes that: tell its operator.',
  ],
  [
    `error=access_denied&state=the-state&${iss}`,
    'The sign-in was denied at https://auth.example.com ("access_denied"). If that was not meant, sign in again.',
  ],
  [
    `error=server_error&state=the-state&${iss}`,
    'The sign-in was refused by https://auth.example.com ("server_error"). Try again later.',
  ],
  [
    `error=consent_required&state=the-state&${iss}`,
    'The sign-in was refused by https://auth.example.com ("consent_required"). No setting changes that: tell its operator.',
  ],
])('says of %s what is wrong, and with whom', (query, message) => {
  expect(() => read(query)).toThrow(expect.objectContaining({ message }))
})

it.each([
  ['invalid_scope', 'Set the option scope to what it grants.', 'scope'],
  [
    'invalid_target',
    "If it does not know the parameter resource, set the option quirks.resourceParameter: 'omit'.",
    'quirks.resourceParameter',
  ],
  [
    'invalid_request',
    "If it does not know the parameter resource, set the option quirks.resourceParameter: 'omit'.",
    'quirks.resourceParameter',
  ],
  [
    'unauthorized_client',
    'If the client registered itself, sign in again, and if that fails in the same way, tell the operator of the server; else check the option client.',
    'client.id',
  ],
])('a refusal with %s names the option that a person may set', (error, next, option) => {
  const callback = new URL(`http://127.0.0.1/callback?${new URLSearchParams({ state: 's', error })}`)
  const pending = { issuer: 'https://as.example', state: 's', issParameterSupported: false } as PendingSignIn
  expect(() => readAuthorizationResponse(callback, pending)).toThrow(
    expect.objectContaining({
      message: expect.stringContaining(`. ${next}`),
      details: expect.objectContaining({ option }),
    }),
  )
})

it.each(['', 'null', 'undefined'])('the error %j beside a code is none, and alone it is one (H149)', (word) => {
  const rest = `error=${word}&error_description=${word}&state=the-state&iss=${issuer}`
  expect(read(`code=c&${rest}`)).toBe('c')
  expect(() => read(`code=&${rest}`)).toThrow(expect.objectContaining({ code: 'unknown_server_error' }))
})

it('a refusal of a request without resource has no advice on it', () => {
  const refused = `error=invalid_request&state=the-state&${iss}`
  expect(() => read(refused, { omitsResource: true })).toThrow(/No setting changes that: tell its operator\.$/)
})
