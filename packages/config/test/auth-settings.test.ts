import { describe, expect, it } from 'vitest'
import { failure, readAuth, readServer } from './world.ts'

const defaults = { oauth: true, redirectPort: 3030, redirectPath: '/callback' }

describe('the auth block', () => {
  it('has the defaults of fast-agent', async () => {
    expect(await readAuth('oauth: true')).toEqual(defaults)
    expect((await readServer('url: https://a.example\nauth: {}')).auth).toEqual(defaults)
  })

  it.each([
    ['is absent', 'url: https://a.example'],
    ['has no value', 'url: https://a.example\nauth:'],
    ['is null', 'url: https://a.example\nauth: null'],
  ])('is none where it %s', async (_, lines) => {
    expect((await readServer(lines)).auth).toBeUndefined()
  })

  it.each([
    ['a boolean', 'true'],
    ['text', 'keyring'],
    ['a list', '[oauth]'],
  ])('that is %s is refused, and the error says what to write', async (_, value) => {
    expect(await failure(readServer(`url: https://a.example\nauth: ${value}`))).toMatchObject({
      code: 'invalid_value',
      message:
        'fast-agent.yaml:5: mcp.servers.x.auth: auth must be a mapping. Write `auth: {}` to always sign in, `auth: { oauth: false }` never to, or leave it out.',
    })
  })

  it.each([
    ['oauth: false', { oauth: false }],
    ['oauth: null', { oauth: true }],
    ['oauth: "Off"', { oauth: false }],
    ['oauth: yes', { oauth: true }],
    ['oauth: 0', { oauth: false }],
    ['oauth: "1"', { oauth: true }],
    ['redirect_port: 3031', { redirectPort: 3031 }],
    ['redirect_port: "0"', { redirectPort: 0 }],
    ['redirect_port: 65535', { redirectPort: 65_535 }],
    ['redirect_port: null', { redirectPort: 3030 }],
    ['redirect_path: /oauth/back', { redirectPath: '/oauth/back' }],
    ['redirect_path:', { redirectPath: '/callback' }],
    ['redirect_host: localhost', { redirectHost: 'localhost' }],
    ['redirect_host: ::1', { redirectHost: '[::1]' }],
    ['redirect_host: "[::1]"', { redirectHost: '[::1]' }],
    ['redirect_host: ""', {}],
    ['scope: user repo', { scope: 'user repo' }],
    ['scope: "  user   repo "', { scope: 'user repo' }],
    ['scope: [user, repo]', { scope: 'user repo' }],
    ['scope: [user, "", repo]', { scope: 'user repo' }],
    ['scope: []', {}],
    ['scope: ""', {}],
    ['scope: null', {}],
    ['persist: keyring', { persist: 'keyring' }],
    ['persist: null', {}],
    ['persist: memory', { persist: 'memory' }],
    ['persist: file', { persist: 'file' }],
    ['persist: redis\nredis_url: redis://localhost:6379', { persist: 'redis', redisUrl: 'redis://localhost:6379' }],
    ['client_metadata_url: https://example.com/client.json', { clientMetadataUrl: 'https://example.com/client.json' }],
    ['client_metadata_url: ""', {}],
    ['client_id: abc\nclient_metadata_url: ""', { clientId: 'abc' }],
    ['client_id: 00123', { clientId: '00123' }],
    ['token_endpoint_auth_method: none\nclient_id: a', { tokenEndpointAuthMethod: 'none', clientId: 'a' }],
    ['issuer: http://localhost:9000', { issuer: 'http://localhost:9000' }],
    [
      'authorization_params: { prompt: consent, max_age: 0, x: true, none: }',
      { authorizationParams: { prompt: 'consent', max_age: '0', x: 'true' } },
    ],
    ['allow:\n  unadvertised_pkce: true', { allow: { unadvertisedPkce: true } }],
    ['pkce: ""', {}],
    ['quirks:\n  resource_parameter: omit', { quirks: { resourceParameter: 'omit' } }],
    ['quirks:\n  refresh_scope: ""\n  offline_access:', { quirks: { refreshScope: undefined } }],
    ['allow:\n  networks: private', { allow: { networks: ['private'] } }],
    ['allow:\n  networks: [private, loopback]', { allow: { networks: ['private', 'loopback'] } }],
    ['allow:\n  networks: []', { allow: { networks: [] } }],
    ['allow:\n  networks: ""', { allow: {} }],
    [
      'issuer: http://as.corp:8080/a\nallow:\n  http: AS.corp:8080',
      { issuer: 'http://as.corp:8080/a', allow: { http: ['as.corp:8080'] } },
    ],
    [
      'authorization_server:\n  issuer: https://as.example/t\n  token_endpoint: https://AS.example:443/token\n  jwks_uri:\n  mtls_endpoint_aliases: { token_endpoint: "https://as.example/m" }',
      {
        authorizationServer: {
          issuer: 'https://as.example/t',
          token_endpoint: 'https://AS.example:443/token',
          jwks_uri: null,
          mtls_endpoint_aliases: { token_endpoint: 'https://as.example/m' },
        },
      },
    ],
    ['account: alice', { account: 'alice' }],
  ])('takes %j', async (lines, expected) => {
    expect(await readAuth(lines)).toEqual({ ...defaults, ...expected })
  })

  it('takes a client with its secret, as it is written', async () => {
    const lines =
      'client_id: abc\nclient_secret: 0x10\nissuer: https://as.example\ntoken_endpoint_auth_method: client_secret_post'
    expect(await readAuth(lines)).toEqual({
      ...defaults,
      clientId: 'abc',
      clientSecret: '0x10',
      issuer: 'https://as.example',
      tokenEndpointAuthMethod: 'client_secret_post',
    })
  })
})

const cimd = 'Write it like https://example.com/client.json.'
const path = 'redirect_path must'

describe('what is refused in an auth block', () => {
  it.each([
    ['redirect_port: true', 'redirect_port must be an integer.'],
    ['redirect_port: "true"', 'redirect_port must be an integer.'],
    ['redirect_port: 30.5', 'redirect_port must be an integer.'],
    ['redirect_port: ""', 'redirect_port must be an integer.'],
    ['redirect_port: [3030]', 'redirect_port must be an integer.'],
    ['redirect_port: 0x', 'redirect_port must be an integer.'],
    ['redirect_port: -1', 'redirect_port must be from 0 to 65535.'],
    ['redirect_port: "65536"', 'redirect_port must be from 0 to 65535.'],
    ['redirect_path: callback', `${path} begin with "/".`],
    ['redirect_path: ""', `${path} begin with "/".`],
    ['redirect_path: /callback?a=b', `${path} not have a query or a fragment.`],
    ['redirect_path: "/callback#a"', `${path} not have a query or a fragment.`],
    ['redirect_path: /a/../b', `${path} be as a browser sends it: no "..", no blanks, other signs encoded.`],
    ['redirect_host: 0.0.0.0', 'redirect_host must be 127.0.0.1, localhost or [::1].'],
    ['oauth: maybe', 'oauth must be true or false.'],
    ['oauth: 2', 'oauth must be true or false.'],
    ['oauth: ""', 'oauth must be true or false.'],
    ['scope: { a: b }', 'scope must be text, or a list of texts.'],
    ['scope: true', 'scope must be text.'],
    ['persist: disk', 'persist must be keyring, memory, file or redis.'],
    ['persist: redis', 'persist: redis needs redis_url. Add the line `redis_url: redis://…`.'],
    ['redis_url: http://localhost', 'redis_url must be a redis or rediss URL. Write it like redis://localhost:6379.'],
    ['client_metadata_url: http://example.com/client.json', `client_metadata_url must use HTTPS scheme. ${cimd}`],
    ['client_metadata_url: https://example.com', `client_metadata_url must have a non-root pathname. ${cimd}`],
    ['client_metadata_url: https://example.com/?a=b', `client_metadata_url must have a non-root pathname. ${cimd}`],
    ['client_metadata_url: client.json', `client_metadata_url must be a URL. ${cimd}`],
    ['client_metadata_url: [a]', 'client_metadata_url must be text.'],
    ['client_id: true', 'client_id must be text.'],
    ['quirks: omit', 'quirks must be a mapping. Write it like `quirks: { resource_parameter: omit }`.'],
    ['allow: private', 'allow must be a mapping. Write it like `allow: { networks: [private] }`.'],
    [
      'authorization_server: https://as.example',
      'authorization_server must be a mapping. Write it like `authorization_server: { issuer: https://auth.example.com, … }`.',
    ],
    [
      'token_endpoint_auth_method: private_key_jwt',
      'token_endpoint_auth_method must be none, client_secret_basic or client_secret_post.',
    ],
    [
      'authorization_params: prompt',
      'authorization_params must be a mapping. Write it like `authorization_params: { prompt: consent }`.',
    ],
    ['account: ""', 'account must not be empty. Leave it out if there is only one.'],
    ['account: " "', 'account must not be empty. Leave it out if there is only one.'],
  ])('%j, in plain words and with its place', async (lines, message) => {
    const key = lines.slice(0, lines.indexOf(':'))
    const place = { line: 6, path: `mcp.servers.x.auth.${key}` }
    expect(await failure(readAuth(lines))).toMatchObject({
      name: 'ConfigError',
      code: 'invalid_value',
      file: expect.stringMatching(/^\/.*fast-agent\.yaml$/),
      ...place,
      message: `fast-agent.yaml:6: ${place.path}: ${message}`,
    })
  })

  it.each([
    ['an issuer over http', 'issuer: http://as.example', 'issuer', 'must be an https URL'],
    ['an issuer that only looks local', 'issuer: http://localhost.evil.example', 'issuer', 'must be an https URL'],
    [
      'an issuer that begins like a local address',
      'issuer: http://127.0.0.1.evil.example',
      'issuer',
      'must be an https URL',
    ],
    ['an issuer with a query', 'issuer: https://as.example?a', 'issuer', 'without user name, query and fragment'],
    ['an issuer with a password', 'issuer: https://a:b@as.example', 'issuer', 'without user name'],
    ['another rule', 'quirks:\n  audience_parameter: omit', 'quirks.audience_parameter', 'must be resource.'],
    ['an unknown mode', 'allow:\n  unadvertised_pkce: S256', 'allow.unadvertised_pkce', 'must be true or false.'],
    ['a URL as a host', 'allow:\n  http: http://as.corp', 'allow.http', 'http must be a host. Write it like auth'],
    ['a number as a host', 'allow:\n  http: [80]', 'allow.http[0]', 'http must be a host. Write it like auth'],
    ['a URL as an origin', 'allow:\n  metadata_origins: https://a/b', 'allow.metadata_origins', 'must be an origin.'],
    [
      'an issuer over http at another port than is allowed',
      'issuer: http://as.corp:8080\nallow:\n  http: as.corp',
      'issuer',
      'For an http URL, list its host in allow.http.',
    ],
    [
      'a network that is none',
      'allow:\n  networks: [private, all]',
      'allow.networks[1]',
      'networks must be loopback, private or link_local.',
    ],
    ['a number in a list of scopes', 'scope:\n  - a\n  - 1', 'scope[1]', 'scope must be text, or a list of texts.'],
    ['a mapping as a parameter', 'authorization_params:\n  a: {}', 'authorization_params.a', 'This must be text.'],
    [
      'a client twice',
      'client_id: a\nclient_metadata_url: https://a/b',
      'client_metadata_url',
      'cannot be combined with client_id. Keep one.',
    ],
    ['a secret of nobody', 'client_secret: s3cret', 'client_secret', 'client_secret needs client_id.'],
    [
      'a secret for anybody',
      'client_id: a\nclient_secret: s3cret',
      'client_secret',
      'client_secret needs issuer: it says to whom the secret may be sent. Add the line `issuer: https://…`.',
    ],
  ])('%s', async (_, lines, key, message) => {
    const error = await failure(readAuth(lines))
    expect(error).toMatchObject({ code: 'invalid_value', path: `mcp.servers.x.auth.${key}` })
    expect(error.message).toContain(message)
    expect(error.message).not.toContain('s3cret')
  })
})

const document = 'authorization_server:\n  issuer: https://as.example\n  authorization_endpoint: https://as.example/a'

describe('a URL in the metadata of a configuration that is not on the origin of its issuer', () => {
  it.each([
    ['a token endpoint of somebody else', `${document}\n  token_endpoint: https://evil.example/t`, 'token_endpoint'],
    ['a host that begins like it', `${document}\n  token_endpoint: https://as.example.evil/t`, 'token_endpoint'],
    ['the issuer as a user name', `${document}\n  token_endpoint: https://as.example@evil.example`, 'token_endpoint'],
    ['another port', `${document}\n  token_endpoint: https://as.example:8443/t`, 'token_endpoint'],
    ['http', `${document}\n  token_endpoint: http://as.example/t`, 'token_endpoint'],
    ['no URL', `${document}\n  token_endpoint: /t`, 'token_endpoint'],
    ['no text', `${document}\n  token_endpoint: [https://as.example/t]`, 'token_endpoint'],
    ['an endpoint that is not known', `${document}\n  new_endpoint: https://evil.example`, 'new_endpoint'],
    ['its keys', `${document}\n  jwks_uri: https://evil.example/k`, 'jwks_uri'],
    ['an alias', `${document}\n  mtls_endpoint_aliases: { any: "https://evil.example" }`, 'mtls_endpoint_aliases.any'],
    ['any where no issuer is named', 'authorization_server:\n\n\n  token_endpoint: https://a/t', 'token_endpoint'],
    [
      'any of an issuer of no origin',
      'authorization_server:\n  issuer: a://b\n\n  token_endpoint: a://b',
      'token_endpoint',
    ],
  ])('is refused with its place: %s', async (_, lines, member) => {
    const path = `mcp.servers.x.auth.authorization_server.${member}`
    expect(await failure(readAuth(lines))).toMatchObject({
      code: 'invalid_value',
      line: 9,
      path,
      message: `fast-agent.yaml:9: ${path}: ${member.split('.').at(-1)} must be a URL on the origin of the issuer in authorization_server, since codes and secrets of that issuer go there. Correct it. If the URL is right, remove the document here, and give it with the command: --set authorizationServer=….`,
    })
  })

  it.each([
    ['its endpoint', { TOKEN_ENDPOINT: 'https://evil.example/t' }, '__TOKEN_ENDPOINT'],
    ['the issuer of what the file says', { ISSUER: 'https://other.example' }, undefined],
    ['all of it', { '': '{"issuer":"https://as.example","token_endpoint":"https://evil.example"}' }, ''],
  ])('is refused too where a variable names %s', async (_, members, shown) => {
    const variable = 'MCP__SERVERS__X__AUTH__AUTHORIZATION_SERVER'
    const env = Object.fromEntries(
      Object.entries(members).map(([key, value]) => [key === '' ? variable : `${variable}__${key}`, value]),
    )
    const error = await failure(readAuth(document, env))
    const place =
      shown === undefined ? /^fast-agent\.yaml:8: / : new RegExp(`^environment variable ${variable}${shown}: `)
    expect(error.message).toMatch(place)
    expect(error.message).toContain('must be a URL on the origin of the issuer')
  })
})
