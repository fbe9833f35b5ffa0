import { describe, expect, it } from 'vitest'
import { type AuthSettings, authMode, overrideAuth, type ServerSettings, toAuthOptions } from '../src/index.ts'
import { type AuthKey, authOptions } from '../src/options.ts'
import { readServer } from './world.ts'

const bare: ServerSettings = { name: 'x', transport: 'http', url: 'https://a.example', headers: {} }
const issuer = 'https://as.example'

it.each<[readonly string[], Partial<AuthSettings>]>([
  [['oauth=off'], { oauth: false }],
  [['redirect_port=0'], { redirectPort: 0 }],
  [['redirect-path=/back'], { redirectPath: '/back' }],
  [['redirectHost=::1'], { redirectHost: '[::1]' }],
  [['scope=a b'], { scope: 'a b' }],
  [['scope=a', 'scope=b'], { scope: 'a b' }],
  [['scope=["a","b"]'], { scope: 'a b' }],
  [['persist=file'], { persist: 'file' }],
  [['client.id=007', 'client_id=008'], { clientId: '008' }],
  [['client_metadata_url=https://a/b=c'], { clientMetadataUrl: 'https://a/b=c' }],
  [['clientId=a', 'token_endpoint_auth_method=none'], { clientId: 'a', tokenEndpointAuthMethod: 'none' }],
  [[`issuer=${issuer}`], { issuer }],
  [
    ['authorizationServer={"issuer":"a"}', 'authorization_server.token_endpoint=b'],
    { authorizationServer: { issuer: 'a', token_endpoint: 'b' } },
  ],
  [
    ['authorizationServer.issuer=https://a', 'authorizationServer.token_endpoint=https://b/t'],
    { authorizationServer: { issuer: 'https://a', token_endpoint: 'https://b/t' } },
  ],
  [
    ['authorizationServer.code_challenge_methods_supported=S256'],
    { authorizationServer: { code_challenge_methods_supported: ['S256'] } },
  ],
  [
    ['authorizationServer.code_challenge_methods_supported=["S256"]'],
    { authorizationServer: { code_challenge_methods_supported: ['S256'] } },
  ],
  [
    ['authorizationServer.code_challenge_methods_supported=S256,plain'],
    { authorizationServer: { code_challenge_methods_supported: ['S256', 'plain'] } },
  ],
  [
    ['authorizationServer.authorization_response_iss_parameter_supported=true'],
    { authorizationServer: { authorization_response_iss_parameter_supported: true } },
  ],
  [['authorizationParams.prompt=none'], { authorizationParams: { prompt: 'none' } }],
  [['allow.http=a:1', 'allow.http=b'], { allow: { http: ['a:1', 'b'] } }],
  [['allow.networks=private', 'ALLOW.NETWORKS=loopback'], { allow: { networks: ['private', 'loopback'] } }],
  [['allow.metadata_origins=https://a'], { allow: { metadataOrigins: ['https://a'] } }],
  [['allow.unadvertisedPkce=true'], { allow: { unadvertisedPkce: true } }],
  [['quirks.resourceParameter=omit'], { quirks: { resourceParameter: 'omit' } }],
  [['allow.legacyServers=no'], { allow: { legacyServers: false } }],
  [['account=a'], { account: 'a' }],
  [['persist=redis', 'redis_url=redis://a'], { persist: 'redis', redisUrl: 'redis://a' }],
])('%j is read as the configuration is', (words, auth) => {
  expect(overrideAuth(bare, words).auth).toEqual({
    oauth: true,
    redirectPort: 3030,
    redirectPath: '/callback',
    ...auth,
  })
})

it('every key of an auth block is taken, but a secret', () => {
  const taken = (key: AuthKey): boolean => {
    try {
      overrideAuth(bare, [`${key}=`])
      return true
    } catch (error) {
      return !String(error).includes('not known') && !String(error).includes('Every user')
    }
  }
  expect(authOptions.map(({ key }) => key).filter((key) => !taken(key))).toEqual(['client_secret'])
})

describe('over a configuration', () => {
  const configured = `url: https://a.example\nauth: { scope: a, issuer: "${issuer}", allow: { networks: [private], http: [a] } }`

  it('each key counts by itself, and what is written there is said no more to be from the file', async () => {
    const settings = overrideAuth(await readServer(configured), ['allow.networks=loopback', 'issuer='])
    expect(toAuthOptions(settings)).toMatchObject({
      scope: 'a',
      issuer: undefined,
      allow: { networks: ['loopback'], http: ['a'] },
    })
    expect(Object.keys(settings.locations ?? {})).toEqual(['url', 'auth.scope', 'auth.allow.http'])
  })

  it.each([
    ['one member', ['authorizationServer.issuer=https://b'], { issuer: 'https://b' }],
    ['nothing', ['authorization_server={}'], {}],
    [
      'members of one command',
      ['authorizationServer.issuer=https://b', 'authorizationServer={"token_endpoint":"https://c"}'],
      { issuer: 'https://b', token_endpoint: 'https://c' },
    ],
  ])('metadata takes the place of all that is written there: %s', async (_, words, authorizationServer) => {
    const document = '{ issuer: "https://a", token_endpoint: "https://a/t" }'
    const settings = overrideAuth(
      await readServer(`url: https://a.example\nauth: { authorization_server: ${document} }`),
      words,
    )
    expect(settings.auth?.authorizationServer).toEqual(authorizationServer)
    expect(Object.keys(settings.locations ?? {})).toEqual(['url'])
  })

  it('no words change nothing, and any have the server signed in to', async () => {
    expect(overrideAuth(bare, [])).toBe(bare)
    expect([bare, overrideAuth(bare, ['scope=a'])].map(authMode)).toEqual(['auto', 'forced'])
  })
})

it.each([
  ['colour=red', '--set colour: There is no such setting.'],
  ['scop=a', '--set scop: There is no such setting. Did you mean scope?'],
  [
    'allow.unadvertisedPkc=true',
    '--set allow.unadvertisedPkc: There is no such setting. Did you mean allow.unadvertisedPkce?',
  ],
  ['networks=private', '--set networks: There is no such setting. Did you mean allow.networks?'],
  ['pkce=assume-s256', '--set pkce: There is no such setting. Did you mean allow.unadvertisedPkce?'],
  ['scope.a=b', '--set scope.a: There is no such setting. Did you mean scope?'],
  ['scope', '--set scope: This needs a value, as in --set allow.unadvertisedPkce=true.'],
  ['redirect_port=x', '--set redirectPort: redirect_port must be an integer.'],
  ['allow.networks=public', '--set allow.networks: networks must be loopback, private or link_local.'],
  ['allow.unadvertised-pkce=S256', '--set allow.unadvertisedPkce: unadvertised_pkce must be true or false.'],
  [
    'issuer=http://as.example',
    '--set issuer: issuer must be an https URL. Write it as the authorization server does, like https://auth.example.com. For an http URL, list its host in allow.http.',
  ],
  [
    'authorizationServer={',
    '--set authorizationServer: authorization_server must be a mapping. Write it like `authorization_server: { issuer: https://auth.example.com, … }`.',
  ],
  [
    'client_secret=hush',
    '--set clientSecret: Every user of this machine can see the words of a command. Put the secret into the variable FAST_AGENT_AUTH_CLIENT_SECRET, or into fast-agent.secrets.yaml.',
  ],
  ['persist=redis', '--set persist: persist: redis needs redis_url. Add the line `redis_url: redis://…`.'],
])('%s is refused with what to write', (word, message) => {
  expect(() => overrideAuth(bare, [word])).toThrow(
    expect.objectContaining({ name: 'ConfigError', code: 'invalid_value', message }),
  )
})
