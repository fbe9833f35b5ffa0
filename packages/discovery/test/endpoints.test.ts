import { expect, it } from 'vitest'
import { type DiscoveryEvent, discover, discoverAuthorizationServer } from '../src/index.ts'
import { lines, network } from './world.ts'

const serverUrl = 'https://mcp.example/mcp'
const issuer = 'https://as.example'
const places = {
  resource: 'https://mcp.example/.well-known/oauth-protected-resource/mcp',
  oauth: 'https://as.example/.well-known/oauth-authorization-server',
  oidc: 'https://as.example/.well-known/openid-configuration',
}

/** Discovers a server whose authorization server publishes these members too; what was sent, and what was told. */
function discoverWith(members: Readonly<Record<string, unknown>>) {
  const sent = network({
    [places.resource]: { resource: serverUrl, authorization_servers: [issuer] },
    [places.oauth]: {
      issuer,
      authorization_endpoint: 'https://as.example/authorize',
      token_endpoint: 'https://as.example/token',
      ...members,
    },
  })
  const events: DiscoveryEvent[] = []
  return { sent, events, found: discover(serverUrl, { challenge: {}, onEvent: (event) => events.push(event) }) }
}

const required = ['authorization_endpoint', 'token_endpoint']
const optional = ['registration_endpoint', 'revocation_endpoint']
const names = [...required, ...optional]
const unseen = 'holds white space, a control character or a backslash'
const hostile = [
  ['a program of Windows', 'ms-msdt:/id PCWDiagnostic /skip force', unseen],
  ['a program of Windows without spaces', 'ms-msdt:/id', 'has the scheme ms-msdt'],
  ['an editor', 'vscode://evil.extension/run', 'has the scheme vscode'],
  ['a script in another spelling', 'JaVaScRiPt:alert(1)', 'has the scheme javascript'],
  ['a script behind a tab', 'java\tscript:alert(1)', unseen],
  ['a page of its own', 'data:text/html;base64,PHNjcmlwdD4', 'has the scheme data'],
  ['a share on another machine', 'file://evil.example/share', 'has the scheme file'],
  ['a share in the spelling of Windows', '\\\\evil.example\\share', unseen],
  ['a page of a page', 'blob:https://as.example/x', 'has the scheme blob'],
  ['a name before the host', 'https://as.example@evil.example/', 'holds a user name or password'],
  ['an option of a program', '--proxy=evil.example', 'is not a URL'],
  ['no scheme', '//evil.example/authorize', 'is not a URL'],
  ['nothing', '', 'is not a URL'],
  ['200 kB', `https://as.example/${'x'.repeat(200_000)}`, 'is longer than 8192 characters'],
  ['200 kB of blanks within', `https://as.example/${' '.repeat(200_000)}x`, 'is longer than 8192 characters'],
  ['a turned direction of writing', 'https://as.example/\u202efdp.exe', unseen],
  ['letters that look like others', 'https://\u0430s.example/', 'has a host that is not in ASCII'],
  ['such letters behind other slashes', 'https:\u0430s.example', 'has a host that is not in ASCII'],
  ['wide letters', 'https://\uff41s.example', 'has a host that is not in ASCII'],
  ['letters from right to left', 'https://\u05d0\u05d1.example/', 'has a host that is not in ASCII'],
  ['a newline', 'https://as.example/\nHost: evil.example', unseen],
  ['a tab', 'https://as\t.example/', unseen],
  ['a NUL', 'https://as.example/\u0000.png', unseen],
  ['a control sequence', 'https://as.example/\u001b]8;;https://evil.example\u0007', unseen],
  ['a backslash before the host', 'https:\\\\evil.example', unseen],
  ['a backslash behind the host', 'https://as.example\\@evil.example', unseen],
  ['a list', ['https://as.example/'], 'is not a string'],
  ['an object', { href: 'https://as.example/' }, 'is not a string'],
] as const

it.each(required.flatMap((name) => hostile.map((row) => [name, ...row] as const)))(
  'uses no %s that is %s, and shows nothing of it (H10, H18, V2)',
  async (name, _, value, why) => {
    const { sent, events, found } = discoverWith({ [name]: value })
    await expect(found).rejects.toMatchObject({
      code: 'insecure_url',
      message: `The ${name} of ${issuer} ${why}; it is not used. If you know the right one, set the option authorizationServer.`,
    })
    expect(lines(sent).toSorted()).toEqual(
      Object.values(places)
        .map((url) => `GET ${url}`)
        .toSorted(),
    )
    expect(events).toEqual([])
  },
)

it.each(optional.flatMap((name) => hostile.map((row) => [name, ...row] as const)))(
  'leaves out the %s that is %s, and tells so without showing it (H10)',
  async (name, _, value, why) => {
    const { events, found } = discoverWith({ [name]: value })
    const { server } = await found
    expect([server.registrationEndpoint, server.revocationEndpoint]).toEqual([undefined, undefined])
    const message = `The ${name} of ${issuer} ${why}; it is left out.`
    expect(events).toEqual([{ type: 'notice', rule: 'unusable_endpoint', serverUrl, issuer, message }])
  },
)

it.each(
  required.flatMap((name) => [
    [name, 'http://as.example/', 'is not https', 'allow.http'],
    [name, 'https://127.0.0.1/', 'is on this machine, which is not allowed', 'allow.networks'],
  ]),
)('uses no %s at %s, and says which option would allow it (Q11, V15)', async (name = '', url, why, option) => {
  const { sent, found } = discoverWith({ [name]: url })
  await expect(found).rejects.toMatchObject({
    code: 'insecure_url',
    message: expect.stringMatching(`^The ${name} of ${issuer} ${why}; it is not used\\. .* set the option ${option} `),
  })
  expect(sent).toHaveLength(3)
})

it.each(optional)('leaves out a %s without TLS, which no sign-in needs (Q11)', async (name) => {
  const { sent, found } = discoverWith({ [name]: 'http://as.example/endpoint' })
  expect((await found).server).toMatchObject({ registrationEndpoint: undefined, revocationEndpoint: undefined })
  expect(sent).toHaveLength(3)
})

// Harmless where no shell reads them, and who opens the URL takes care of that.
it.each([
  'https://as.example/$(calc)',
  'https://as.example/"&calc&"',
  'https://as.example/%USERPROFILE%',
  'https://as.example/`id`',
])('keeps %s byte for byte as every endpoint, since servers may have such paths (H11)', async (url) => {
  const { found } = discoverWith(Object.fromEntries(names.map((name) => [name, url])))
  expect((await found).server).toMatchObject({
    authorizationEndpoint: url,
    tokenEndpoint: url,
    registrationEndpoint: url,
    revocationEndpoint: url,
  })
})

it.each([
  'jwks_uri',
  'introspection_endpoint',
  'device_authorization_endpoint',
  'end_session_endpoint',
  'op_policy_uri',
])('passes over a hostile %s, which nobody uses', async (name) => {
  const { found } = discoverWith({ [name]: 'javascript:alert(1)' })
  expect(JSON.stringify(await found)).not.toContain('javascript')
})

it.each(['__proto__', 'constructor', 'toString'])('takes no endpoint from the member %s', async (name) => {
  const text = `{"issuer":"${issuer}","${name}":{"authorization_endpoint":"https://evil.example","token_endpoint":"https://evil.example"}}`
  network({ [places.oauth]: text })
  await expect(discoverAuthorizationServer(issuer)).rejects.toMatchObject({
    code: 'invalid_metadata',
    message: `The metadata ${places.oauth} of ${issuer} has no authorization_endpoint. If you know what is missing, set the option authorizationServer.`,
  })
})

it('tells of a token endpoint and of an authorization endpoint on other sites, and uses both (H12)', async () => {
  const [authorization, token] = ['https://login.example/authorize', 'https://tokens.example/token']
  const { events, found } = discoverWith({ authorization_endpoint: authorization, token_endpoint: token })
  expect((await found).server).toMatchObject({ authorizationEndpoint: authorization, tokenEndpoint: token })
  expect(events).toMatchObject([
    { rule: 'foreign_endpoint', message: `${issuer} asks you at login.example.`, issuer, url: authorization },
    { rule: 'foreign_endpoint', message: `${issuer} issues its tokens at tokens.example.`, issuer, url: token },
  ])
})
