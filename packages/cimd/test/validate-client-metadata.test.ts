import { anything, assert, dictionary, property, string } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hostile } from '../../../scripts/hostile.ts'
import { validateClientMetadata } from '../src/index.ts'
import { documentWith, url } from './world.ts'

type Row = readonly [sentence: string, changes: Readonly<Record<string, unknown>>, rule: string, message: string]

const rulesOf = (changes: Readonly<Record<string, unknown>>): readonly string[] =>
  validateClientMetadata(documentWith(changes), url).map(({ rule }) => rule)
const key = { kty: 'EC', crv: 'P-256', x: 'public-x', y: 'public-y' }

it('finds nothing wrong with a document that keeps the rules', () => {
  expect(validateClientMetadata(documentWith(), url)).toEqual([])
})

it.each([null, [], 'text', 1, true, undefined, [documentWith()]])('takes %j for no document', (document) => {
  const expected = [{ level: 'error', rule: 'json_object', message: 'is not a JSON object' }]
  expect(validateClientMetadata(document, url)).toEqual(expected)
})

const errors: readonly Row[] = [
  ['there is no client_id', { client_id: undefined }, 'client_id', 'has no client_id, which'],
  ['client_id is no string', { client_id: [url] }, 'client_id', 'has no client_id, which'],
  [
    'client_id is another URL',
    { client_id: `${url}/` },
    'client_id',
    `has the client_id "${url}/", which is not exactly its own URL`,
  ],
  ['client_id has capitals', { client_id: url.replace('app', 'App') }, 'client_id', 'which is not exactly its own URL'],
  [
    'client_id names the port',
    { client_id: url.replace('.com', '.com:443') },
    'client_id',
    'which is not exactly its own URL',
  ],
  ['there is no client_name', { client_name: undefined }, 'client_name', 'has no client_name'],
  ['client_name is no string', { client_name: 1 }, 'client_name', 'has no client_name'],
  ['client_name is blank', { client_name: ' ' }, 'client_name', 'has no client_name'],
  ['there are no redirect_uris', { redirect_uris: undefined }, 'redirect_uris', 'has no redirect_uris'],
  ['redirect_uris are empty', { redirect_uris: [] }, 'redirect_uris', 'has no redirect_uris'],
  ['redirect_uris are one string', { redirect_uris: 'https://a/b' }, 'redirect_uris', 'has no redirect_uris'],
  ['one of redirect_uris is null', { redirect_uris: ['https://a/b', null] }, 'redirect_uris', 'has no redirect_uris'],
  ['there is a client_secret', { client_secret: 'hush' }, 'client_secret', 'has a client_secret, although everybody'],
  ['client_secret is empty', { client_secret: '' }, 'client_secret', 'has a client_secret'],
  ['client_secret is null', { client_secret: null }, 'client_secret', 'has a client_secret'],
  [
    'there is a client_secret_expires_at',
    { client_secret_expires_at: 0 },
    'client_secret_expires_at',
    'has a client_secret_expires_at',
  ],
  ...['client_secret_post', 'client_secret_basic', 'client_secret_jwt', 'client_secret_of_tomorrow'].map(
    (method): Row => [
      `the client authenticates by ${method}`,
      { token_endpoint_auth_method: method },
      'token_endpoint_auth_method',
      `has the token_endpoint_auth_method "${method}", which needs a shared secret`,
    ],
  ),
  [
    'token_endpoint_auth_method is a list',
    { token_endpoint_auth_method: ['none'] },
    'token_endpoint_auth_method',
    'has a token_endpoint_auth_method that is not a string',
  ],
  [
    'private_key_jwt has no keys',
    { token_endpoint_auth_method: 'private_key_jwt' },
    'jwks_missing',
    'but neither jwks nor jwks_uri',
  ],
  [
    'there are both jwks and jwks_uri',
    { jwks: { keys: [key] }, jwks_uri: 'https://app.example.com/jwks' },
    'jwks_twice',
    'has both jwks and jwks_uri',
  ],
  ['jwks is a list', { jwks: [key] }, 'jwks', 'has a jwks that is no JWK Set'],
  ['jwks is a bare key', { jwks: key }, 'jwks', 'has a jwks that is no JWK Set'],
  ['jwks is text', { jwks: JSON.stringify({ keys: [key] }) }, 'jwks', 'has a jwks that is no JWK Set'],
  ['jwks is null', { jwks: null }, 'jwks', 'has a jwks that is no JWK Set'],
  ['jwks has no key', { jwks: { keys: [] } }, 'jwks', 'has a jwks that is no JWK Set'],
  ['a key is no object', { jwks: { keys: ['key'] } }, 'jwks', 'has a jwks that is no JWK Set'],
  ...['client_uri', 'logo_uri', 'tos_uri', 'policy_uri', 'jwks_uri'].flatMap((name): readonly Row[] => [
    [
      `${name} is a script`,
      { [name]: 'javascript:alert(1)' },
      'uri_field',
      `has a ${name} that is neither https nor http`,
    ],
    [`${name} is data`, { [name]: 'data:text/html,x' }, 'uri_field', `has a ${name} that is neither https nor http`],
    [`${name} is no string`, { [name]: null }, 'uri_field', `has a ${name} that is not a string`],
    [`${name} is no URL`, { [name]: 'example.com' }, 'uri_field', `has a ${name} that is not a URL`],
    [`${name} has no host`, { [name]: 'https:/x' }, 'uri_field', `has a ${name} that has no // and host`],
    [`${name} has a password`, { [name]: 'https://a:b@c/' }, 'uri_field', `has a ${name} that holds a user name`],
    [`${name} holds a blank`, { [name]: 'https://a/b c' }, 'uri_field', `has a ${name} that holds white space`],
  ]),
  [
    'grant_types are text',
    { grant_types: 'authorization_code refresh_token' },
    'grant_types',
    'are not a list of strings',
  ],
  [
    'grant_types lack the code',
    { grant_types: ['client_credentials', 'refresh_token'] },
    'grant_types',
    'without "authorization_code"',
  ],
]

it.each(errors)('refuses a document where %s (R5, R6)', (_, changes, rule, message) => {
  expect(validateClientMetadata(documentWith(changes), url)).toEqual([
    { level: 'error', rule, message: expect.stringContaining(message) },
  ])
})

const warnings: readonly Row[] = [
  [
    'nothing says how the client authenticates',
    { token_endpoint_auth_method: undefined },
    'token_endpoint_auth_method_default',
    'RFC 7591 then assumes client_secret_basic',
  ],
  ...['client_uri', 'logo_uri', 'tos_uri', 'policy_uri', 'jwks_uri'].map(
    (name): Row => [
      `${name} is http`,
      { [name]: 'HTTP://a.example/' },
      'uri_field_http',
      `has a ${name} that is not https`,
    ],
  ),
  ['grant_types lack the refresh', { grant_types: ['authorization_code'] }, 'refresh_token', 'has no "refresh_token"'],
  ['there are no grant_types', { grant_types: undefined }, 'refresh_token', 'has no "refresh_token"'],
  ['response_types hold a token', { response_types: ['code', 'token'] }, 'response_types', 'other response_types'],
  ['response_types are hybrid', { response_types: ['code id_token'] }, 'response_types', 'other response_types'],
  ['response_types are empty', { response_types: [] }, 'response_types', 'other response_types'],
  ['response_types are text', { response_types: 'code' }, 'response_types', 'other response_types'],
  ['a web application is on loopback', { application_type: 'web' }, 'application_type', 'the application_type "web"'],
]

it.each(warnings)('warns where %s', (_, changes, rule, message) => {
  expect(validateClientMetadata(documentWith(changes), url)).toEqual([
    { level: 'warning', rule, message: expect.stringContaining(message) },
  ])
})

it.each([
  ['nothing says which responses are wanted', { response_types: undefined }],
  ['nothing says what the application is', { application_type: undefined }],
  ['a web application is on the web', { application_type: 'web', redirect_uris: ['https://app.example.com/callback'] }],
  ['keys are published', { token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [key] } }],
  ['keys are elsewhere', { token_endpoint_auth_method: 'private_key_jwt', jwks_uri: 'https://app.example.com/jwks' }],
  ['a certificate authenticates', { token_endpoint_auth_method: 'tls_client_auth' }],
  ['pages are named', { client_uri: 'https://app.example.com', logo_uri: 'https://cdn.example.com/logo.png?v=1' }],
  ['there is more than the rules speak of', { software_version: '1.2', contacts: [] }],
])('finds nothing wrong where %s', (_, changes) => {
  expect(rulesOf(changes)).toEqual([])
})

describe('private keys', () => {
  it.each(['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'])('are found by their member %s, and not shown', (member) => {
    const [finding, ...more] = validateClientMetadata(
      documentWith({ jwks: { keys: [key, { ...key, [member]: 'a-secret' }] } }),
      url,
    )
    expect(more).toEqual([])
    expect(finding).toMatchObject({ level: 'error', rule: 'jwks_private_key' })
    expect(finding?.message).toContain(`publishes a private or symmetric key (${member}) in its jwks`)
    expect(finding?.message).not.toContain('secret')
  })

  it.each([
    ['a bare key', { ...key, d: 'a-secret' }],
    ['a bare list', [{ ...key, d: 'a-secret' }]],
    ['a set of one key without its list', { keys: { ...key, d: 'a-secret' } }],
    ['a list that holds other things too', { keys: [1, { ...key, d: null }] }],
  ])('are found also in %s', (_, jwks) => {
    expect(rulesOf({ jwks })).toEqual(['jwks', 'jwks_private_key'])
  })
})

it('tells of everything that is wrong', () => {
  expect(validateClientMetadata({}, url).map(({ rule }) => rule)).toEqual([
    'client_id',
    'client_name',
    'redirect_uris',
    'token_endpoint_auth_method_default',
    'refresh_token',
  ])
})

describe('messages', () => {
  const messageOf = (id: string): string | undefined =>
    validateClientMetadata(documentWith({ client_id: id }), url)[0]?.message

  it('hold nothing that a terminal would obey, and no more than a line', () => {
    expect(messageOf('a\u001b[2Jb\u009bc\u202ed\ne')).toBe(
      'has the client_id "a\ufffd[2Jb\ufffdc\ufffdd\ufffde", which is not exactly its own URL',
    )
    expect(messageOf('x'.repeat(5000))?.length).toBeLessThan(300)
  })

  it('hold no query and no password, which may be secret', () => {
    expect(messageOf('https://me:pw@app.example.com/c?key=hush')).toBe(
      'has the client_id "https://…@app.example.com/c?…", which is not exactly its own URL',
    )
    const [finding] = validateClientMetadata(documentWith({ redirect_uris: ['https://me:pw@a/b?key=hush'] }), url)
    expect(finding?.message).toBe('lists the redirect URI "https://…@a/b?…", which holds a user name or password')
  })

  it('go on after "The document", whatever is wrong', () => {
    const names = ['client_id', 'client_name', 'redirect_uris', 'client_secret', 'token_endpoint_auth_method', 'jwks']
    const more = ['client_uri', 'grant_types', 'response_types', 'application_type', 'jwks_uri']
    assert(
      property(dictionary(string(), anything()), anything(), (others, value) => {
        const document = { ...others, ...Object.fromEntries([...names, ...more].map((name) => [name, value])) }
        for (const { message } of validateClientMetadata(document, url)) {
          expect(message).toMatch(/^(has|lists|publishes) [^\p{Cc}]+[^.]$/u)
        }
      }),
      hostile(500),
    )
  })
})
