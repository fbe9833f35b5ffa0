import { describe, expect, it } from 'vitest'
import { authorizationServerMetadataUrls, discoverAuthorizationServer } from '../src/index.ts'
import { lines, network, silence } from './world.ts'

const issuer = 'https://as.example/tenant1'
const [oauth, inserted, appended] = [
  'https://as.example/.well-known/oauth-authorization-server/tenant1',
  'https://as.example/.well-known/openid-configuration/tenant1',
  'https://as.example/tenant1/.well-known/openid-configuration',
]
/** Asked only where all others are misses. */
const last = 'https://as.example/tenant1/.well-known/oauth-authorization-server'
const document = {
  issuer,
  authorization_endpoint: 'https://as.example/authorize',
  token_endpoint: 'https://as.example/token',
}
const bare = {
  issuer: 'https://as.example',
  authorization_endpoint: 'https://as.example/authorize',
  token_endpoint: 'https://as.example/token',
}
const bareUrl = 'https://as.example/.well-known/oauth-authorization-server'

describe('where it asks', () => {
  it.each([
    ['https://as.example', ['/.well-known/oauth-authorization-server', '/.well-known/openid-configuration']],
    ['https://as.example/', ['/.well-known/oauth-authorization-server', '/.well-known/openid-configuration']],
    [
      'https://as.example/a',
      [
        '/.well-known/oauth-authorization-server/a',
        '/.well-known/openid-configuration/a',
        '/a/.well-known/openid-configuration',
      ],
    ],
    [
      'https://as.example/a/b/',
      [
        '/.well-known/oauth-authorization-server/a/b',
        '/.well-known/openid-configuration/a/b',
        '/a/b/.well-known/openid-configuration',
      ],
    ],
  ])('knows the places of %s, best first (A1, A2)', (of, paths) => {
    expect(authorizationServerMetadataUrls(of)).toEqual(paths.map((path) => `https://as.example${path}`))
  })

  it('asks at all of them before any has answered', async () => {
    const { fetch, asked } = silence()
    const controller = new AbortController()
    const server = discoverAuthorizationServer(issuer, { fetch, signal: controller.signal })
    await new Promise((resolve) => setImmediate(resolve))
    expect(asked).toEqual([oauth, inserted, appended])
    const reason = new Error('given up')
    controller.abort(reason)
    await expect(server).rejects.toBe(reason)
  })

  it('never asks at the root for an issuer with a path (A4)', async () => {
    const sent = network({ [bareUrl]: document })
    await expect(discoverAuthorizationServer(issuer)).rejects.toMatchObject({ code: 'no_metadata' })
    expect(lines(sent).toSorted()).toEqual([oauth, inserted, appended, last].map((url) => `GET ${url}`).toSorted())
  })
})

describe('which document it takes', () => {
  const tokenEndpoint = async (): Promise<string> => (await discoverAuthorizationServer(issuer)).tokenEndpoint
  const marked = (mark: string) => ({ ...document, token_endpoint: `https://as.example/${mark}` })

  it.each([
    ['the best of three', { [oauth]: marked('1'), [inserted]: marked('2'), [appended]: marked('3') }, '1'],
    ['the second after a miss', { [inserted]: marked('2'), [appended]: marked('3') }, '2'],
    ['the last after misses', { [oauth]: '<html>', [inserted]: '[]', [appended]: marked('3') }, '3'],
    ['the first, whatever is wrong with others', { [oauth]: marked('1'), [inserted]: 503, [appended]: 500 }, '1'],
    ['a valid one after a transient error', { [oauth]: 503, [inserted]: 429, [appended]: marked('3') }, '3'],
    [
      'a valid one after one that names no issuer',
      { [oauth]: {}, [inserted]: { issuer: 1 }, [appended]: marked('3') },
      '3',
    ],
    [
      'the first, although a later one has another issuer',
      { [oauth]: marked('1'), [inserted]: { ...marked('2'), issuer: 'https://evil.example' } },
      '1',
    ],
  ])('takes %s (A1)', async (_, routes, mark) => {
    network(routes)
    expect(await tokenEndpoint()).toBe(`https://as.example/${mark}`)
  })

  it('does not show what a terminal obeys', async () => {
    network({ [oauth]: { ...document, issuer: `\u001b]0;x\u0007${'y'.repeat(100_000)}` } })
    const error = await tokenEndpoint().catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'issuer_mismatch', message: expect.not.stringMatching(/\p{Cc}/u) })
    expect((error as Error).message.length).toBeLessThan(500)
  })

  it.each([
    ['https://as.example', 'https://as.example/'],
    ['https://as.example/', 'https://as.example'],
  ])('forgives the slash of a bare origin: asked for %s, found %s', async (asked, found) => {
    network({ [bareUrl]: { ...bare, issuer: found } })
    expect((await discoverAuthorizationServer(asked)).issuer).toBe(found)
  })

  it('says where it asked in vain', async () => {
    network({ [oauth]: 403, [inserted]: '<html>', [appended]: 404 })
    await expect(tokenEndpoint()).rejects.toMatchObject({
      code: 'no_metadata',
      message: `The authorization server ${issuer} has no metadata: ${oauth} answered 403; ${inserted} is HTML, not JSON; ${appended} answered 404; ${last} answered 404. If it has another name on this origin, set the option issuer; if you have its metadata, set the option authorizationServer.`,
      attempts: [
        { url: oauth, reason: 'answered 403' },
        { url: inserted, reason: 'is HTML, not JSON' },
        { url: appended, reason: 'answered 404' },
        { url: last, reason: 'answered 404' },
      ],
    })
  })

  it.each([[[503, 404, 404]], [[404, 404, 408]], [[404, 429, 404]]])(
    'says that trying again may help where one is out of order: %j',
    async ([first, second, third]) => {
      network({ [oauth]: first ?? 0, [inserted]: second ?? 0, [appended]: third ?? 0 })
      await expect(tokenEndpoint()).rejects.toMatchObject({
        code: 'unreachable',
        message: expect.stringContaining(
          `The authorization server ${issuer} is out of order: ${oauth} answered ${first}`,
        ),
      })
    },
  )
})

describe('what it reads', () => {
  it('names what a client needs', async () => {
    network({
      [oauth]: {
        ...document,
        registration_endpoint: 'https://as.example/register',
        revocation_endpoint: 'https://as.example/revoke',
        scopes_supported: ['a', 'b'],
        code_challenge_methods_supported: ['S256', 'plain'],
        token_endpoint_auth_methods_supported: ['none'],
        authorization_response_iss_parameter_supported: true,
        client_id_metadata_document_supported: true,
        require_pushed_authorization_requests: true,
      },
    })
    expect(await discoverAuthorizationServer(issuer)).toEqual({
      issuer,
      authorizationEndpoint: 'https://as.example/authorize',
      tokenEndpoint: 'https://as.example/token',
      registrationEndpoint: 'https://as.example/register',
      revocationEndpoint: 'https://as.example/revoke',
      scopesSupported: ['a', 'b'],
      codeChallengeMethodsSupported: ['S256', 'plain'],
      tokenEndpointAuthMethodsSupported: ['none'],
      authorizationResponseIssParameterSupported: true,
      clientIdMetadataDocumentSupported: true,
      requirePushedAuthorizationRequests: true,
    })
  })

  it('takes nothing for granted that is absent or of another type', async () => {
    network({
      [oauth]: {
        ...document,
        registration_endpoint: null,
        scopes_supported: 'a b',
        code_challenge_methods_supported: null,
        token_endpoint_auth_methods_supported: [1],
        authorization_response_iss_parameter_supported: 'true',
        client_id_metadata_document_supported: 1,
        require_pushed_authorization_requests: 'true',
      },
    })
    expect(await discoverAuthorizationServer(issuer)).toEqual({
      issuer,
      authorizationEndpoint: 'https://as.example/authorize',
      tokenEndpoint: 'https://as.example/token',
      authorizationResponseIssParameterSupported: false,
      clientIdMetadataDocumentSupported: false,
    })
  })

  it.each(['S256', 7, [1], {}])('reads PKCE methods that are %j, and no list of names, as none', async (methods) => {
    network({ [oauth]: { ...document, code_challenge_methods_supported: methods } })
    expect((await discoverAuthorizationServer(issuer)).codeChallengeMethodsSupported).toEqual([])
  })

  it.each(['authorization_endpoint', 'token_endpoint'])('refuses metadata without %s', async (name) => {
    network({ [oauth]: { ...document, [name]: undefined } })
    await expect(discoverAuthorizationServer(issuer)).rejects.toMatchObject({
      code: 'invalid_metadata',
      message: `The metadata ${oauth} of ${issuer} has no ${name}. If you know what is missing, set the option authorizationServer.`,
    })
  })
})

describe('issuers', () => {
  it.each([
    ['javascript:alert(1)', 'has the scheme javascript'],
    ['as.example', 'is not a URL'],
    ['http://as.example', 'is not https'],
    ['http://localhost:9000', 'is on this machine, which is not allowed'],
  ])('asks %s nothing', async (hostile, why) => {
    const sent = network({ [bareUrl]: bare })
    await expect(discoverAuthorizationServer(hostile)).rejects.toMatchObject({
      code: 'insecure_url',
      message: expect.stringContaining(`The authorization server's URL ${why}; it is not used.`),
    })
    expect(sent).toEqual([])
  })

  it('may be on loopback, without TLS, where the MCP server is', async () => {
    const local = 'http://localhost:9000'
    network({
      [`${local}/.well-known/oauth-authorization-server`]: {
        issuer: local,
        authorization_endpoint: `${local}/authorize`,
        token_endpoint: `${local}/token`,
      },
    })
    expect(await discoverAuthorizationServer(local, { networks: ['loopback'] })).toMatchObject({
      tokenEndpoint: `${local}/token`,
    })
  })
})
