import { describe, expect, it } from 'vitest'
import { type DiscoveryError, discover, discoverAuthorizationServer } from '../src/index.ts'
import { lines, network } from './world.ts'

const serverUrl = 'https://mcp.example/mcp'
const place = 'https://mcp.example/.well-known/oauth-protected-resource/mcp'
const issuer = 'https://as.example'
const [oauth, oidc] = [`${issuer}/.well-known/oauth-authorization-server`, `${issuer}/.well-known/openid-configuration`]
const server = {
  issuer,
  authorization_endpoint: 'https://as.example/authorize',
  token_endpoint: 'https://as.example/token',
}
const naming = (...authorizationServers: readonly string[]) => ({
  [place]: { resource: serverUrl, authorization_servers: authorizationServers },
})

describe('an authorization server that resource metadata names', () => {
  it.each([
    ['javascript:alert(1)', 'has the scheme javascript'],
    ['data:application/json,{}', 'has the scheme data'],
    ['file:///etc/passwd', 'has the scheme file'],
    ['as.example', 'is not a URL'],
    ['https://', 'is not a URL'],
    ['', 'is not a URL'],
    ['-oProxyCommand', 'is not a URL'],
    ['https://user:pw@as.example', 'holds a user name or password'],
    ['http://as.example@one.example', 'holds a user name or password'],
    ['http://127.0.0.1', 'is on this machine, which is not allowed'],
    ['https:\\\\evil.example', 'holds white space, a control character or a backslash'],
    ['https://as.example\u0000', 'holds white space, a control character or a backslash'],
    ['https://\u202emoc.example', 'holds white space, a control character or a backslash'],
    ['https://\u0430s.example', 'has a host that is not in ASCII'],
  ])('is asked nothing, nor the next, as %j (H9, Q14)', async (named, why) => {
    const sent = network({ ...naming(named, issuer), [oauth]: server })
    await expect(discover(serverUrl, { challenge: {} })).rejects.toMatchObject({
      code: 'insecure_url',
      message: expect.stringContaining(`${serverUrl} names an authorization server whose URL ${why}; it is not asked.`),
    })
    expect(lines(sent)).toEqual([`GET ${place}`])
  })

  it.each([
    ['https://as.example?tenant=1', 'https://as.example?tenant=…'],
    ['https://as.example#tenant1', 'https://as.example'],
    ['https://as.example/{tenantid}?a#b', 'https://as.example/{tenantid}?…'],
  ])('is asked nothing as %s, which no issuer looks like (H3)', async (named, shown) => {
    const sent = network(naming(named))
    await expect(discover(serverUrl, { challenge: {} })).rejects.toMatchObject({
      code: 'invalid_metadata',
      message: `The issuer ${shown} has a query or a fragment (RFC 8414 §2). If it has a name without that, set the option issuer.`,
    })
    expect(lines(sent)).toEqual([`GET ${place}`])
  })

  it('is none of a thousand where three have no metadata, and it is told that the others were not asked (H9, H93)', async () => {
    const long = 'x'.repeat(500)
    const sent = network({
      ...naming(...Array.from({ length: 1000 }, (_, tenant) => `${issuer}/${tenant}/${long}`)),
      [oauth]: 404,
    })
    const error = await discover(serverUrl, { challenge: {} }).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({
      code: 'no_metadata',
      message: expect.stringMatching(
        `^The authorization server ${issuer}/0/x+… has no metadata: .* ${serverUrl} names 1000 authorization servers; no more than 3 are asked\\. If you know which of them it is, set the option issuer\\.$`,
      ),
    })
    expect((error as Error).message.length).toBeLessThan(10_000)
    expect(sent).toHaveLength(1 + 3 * 4)
  })
})

describe('the next step for a named authorization server that is refused', () => {
  const atHttps = (value: string) => ({ condition: 'it is at https as well', option: 'issuer', value })
  const inAscii = (value: string) => ({ condition: 'it calls itself so in ASCII', option: 'issuer', value })
  const privately = (value: string) => ({
    condition: 'that host is in a private network of yours',
    option: 'allow.http',
    value,
  })

  it.each([
    ['http://as.example/t', [atHttps('https://as.example/t'), privately('as.example')]],
    ['http://as.example/t?redirect=http://a', [privately('as.example')]],
    ['http://192.168.1.5', [privately('192.168.1.5')]],
    ['https://\u00e4.example', [inAscii('https://xn--4ca.example')]],
    ['https://\u00e4.example/t', [inAscii('https://xn--4ca.example/t')]],
    ['https://\u00e4.example?x', undefined],
    ['https://\u00e4.example/#x', undefined],
    ['http://\u00e4.example', undefined],
    ['javascript:alert(1)', undefined],
    ['\u00e4', undefined],
  ])('for %s is %j', async (named, options) => {
    network(naming(named))
    const error = await discover(serverUrl, { challenge: {} }).catch((thrown: unknown) => thrown)
    expect((error as DiscoveryError).details?.options).toEqual(options)
  })
})

it('two authorization servers without metadata are both told, each by its own words (H93)', async () => {
  const other = 'https://bs.example'
  network({
    ...naming(issuer, other),
    [oauth]: 404,
    [`${other}/.well-known/oauth-authorization-server`]: 404,
  })
  await expect(discover(serverUrl, { challenge: {} })).rejects.toMatchObject({
    code: 'no_metadata',
    message: expect.stringMatching(
      /^The authorization server https:\/\/as\.example has no metadata: .*\. The authorization server https:\/\/bs\.example has no metadata: .*\. If one of them has another name on its origin, set the option issuer; if you have its metadata, set the option authorizationServer\.$/,
    ),
    details: {
      options: [
        { condition: 'one of them has another name on its origin', option: 'issuer' },
        { condition: 'you have its metadata', option: 'authorizationServer' },
      ],
    },
  })
})

describe('metadata of another issuer', () => {
  it.each([
    ['', '""'],
    ['https://honest.example', '"https://honest.example"'],
    ['https://as.example/Tenant1', '"https://as.example/Tenant1"'],
    ['https://as.example.com.evil.com', '"https://as.example.com.evil.com"'],
    ['https://as.example:80', '"https://as.example:80"'],
    ['https://as.example//', '"https://as.example//"'],
    ['https://as.example/?', '"https://as.example/?"'],
    ['https://as.example?a=b', '"https://as.example?…"'],
    ['https://as.example#a', '"https://as.example#a"'],
    ['https://as.example/{tenantid}', '"https://as.example/{tenantid}"'],
    ['https://\u0430s.example', '"https://%D0%B0s.example"'],
    ['https://as.example\u200b', '"https://as.example%E2%80%8B"'],
    ['https://as.example\u001b[2J', '"https://as.example\ufffd[2J"'],
  ])('is not used, although another document would do: %j (A3, H3)', async (other, shown) => {
    network({ [oauth]: { ...server, issuer: other }, [oidc]: server })
    await expect(discoverAuthorizationServer(issuer)).rejects.toMatchObject({
      code: 'issuer_mismatch',
      message: expect.stringContaining(
        `The metadata ${oauth} is of the issuer ${shown}, not of ${issuer}. It is not used (RFC 8414 §3.3).`,
      ),
    })
  })

  it.each([undefined, null, 7, [issuer], { href: issuer }])('is none where its issuer is %j (H3)', async (other) => {
    network({ [oauth]: { ...server, issuer: other } })
    await expect(discoverAuthorizationServer(issuer)).rejects.toMatchObject({
      code: 'no_metadata',
      message: `The authorization server ${issuer} has no metadata: ${oauth} names no issuer; ${oidc} answered 404. If it has another name on this origin, set the option issuer; if you have its metadata, set the option authorizationServer.`,
    })
  })
})
