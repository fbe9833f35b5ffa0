import { describe, expect, it } from 'vitest'
import { knownLoginProxy, loginPage, loginProxy } from '../src/untrusted/failures.ts'

const url = 'https://mcp.example/mcp'
const answer = (status: number, headers: Readonly<Record<string, string>>): Response =>
  new Response(null, { status, headers })
const to = (location: string): Response => answer(302, { location })

describe('a login proxy that is known', () => {
  it.each([
    ['Cloudflare Access', 'cf-access-aud', true],
    ['Cloudflare Access', 'x-cf-access-aud', false],
    ['Google Identity-Aware Proxy', 'x-goog-iap-generated-response', true],
    ['Google Identity-Aware Proxy', 'a-x-goog-iap-generated-response', false],
  ])('is %s by the header %s: %s', (name, header, isKnown) => {
    expect(knownLoginProxy(answer(401, { [header]: '1' }), url)).toBe(isKnown ? name : undefined)
  })

  it.each([
    ['Cloudflare-Access resource_metadata_of="x"', true],
    ['cloudflare-access', true],
    ['Not-Cloudflare-Access', false],
    ['Cloudflare-Accessible', false],
    ['Bearer realm="Cloudflare-Access"', false],
  ])('is Cloudflare Access by the challenge %s: %s', (challenge, isKnown) => {
    const name = knownLoginProxy(answer(401, { 'www-authenticate': challenge }), url)
    expect(name).toBe(isKnown ? 'Cloudflare Access' : undefined)
  })

  it.each([
    ['https://team.cloudflareaccess.com/', 'Cloudflare Access'],
    ['/cdn-cgi/access/login', 'Cloudflare Access'],
    ['https://other.example/a/cdn-cgi/access/', 'Cloudflare Access'],
    ['https://accounts.google.com/o/oauth2/auth', 'Google Identity-Aware Proxy'],
    ['https://iap.googleapis.com/', 'Google Identity-Aware Proxy'],
    ['https://team.cloudflareaccess.com.evil.example/', undefined],
    ['https://accounts.google.com.evil.example/', undefined],
    ['https://other.example/?to=https://team.cloudflareaccess.com/', undefined],
    ['https://other.example/?to=/cdn-cgi/access/', undefined],
    ['https://other.example/?to=https://accounts.google.com/', undefined],
    ['https://other.example/login', undefined],
  ])('by a redirect to %s is %s', (location, name) => {
    expect(knownLoginProxy(to(location), url)).toBe(name)
  })

  it.each([
    ...[300, 302, 399, 401, 403].map((status) => [status, true] as const),
    ...[200, 299, 400, 402, 404, 500].map((status) => [status, false] as const),
  ])('may answer %i: %s', (status, mayBe) => {
    expect(knownLoginProxy(answer(status, { 'cf-access-aud': 'x' }), url)).toBe(mayBe ? 'Cloudflare Access' : undefined)
  })
})

describe('a redirect to another host', () => {
  const other = 'https://other.example'

  it.each([
    ...[
      'login',
      'log-in',
      'log_in',
      'Login',
      'signin',
      'sign-in',
      'sign_in',
      'sso',
      'saml',
      'saml2',
      'oauth',
      'oauth2',
    ],
    ...['authorize', 'openid-connect', 'a/login/b', 'a?client_id=b', 'a?b=c&client_id=d', 'a?SAMLRequest=b'],
  ])('is that of a login proxy where it leads to /%s', (path) => {
    expect(loginProxy(to(`${other}/${path}`), url)).toBe('at other.example')
  })

  it.each([
    ...['mcp', 'blogin', 'logins', 'signing', 'signed-in', 'oauth3', 'my-login', 'a?login=b', 'a?my_client_id=b'],
    ...['.well-known/oauth-authorization-server', '.well-known/openid-configuration?client_id=a'],
  ])('is not where it leads to /%s', (path) => {
    expect(loginProxy(to(`${other}/${path}`), url)).toBeUndefined()
  })
})

it('a redirect to a host that is named for logins leads to a login proxy, whatever its path', () => {
  expect(loginProxy(to('https://sso.other.example/start'), url)).toBe('at sso.other.example')
})

it.each([
  ['a page of the server itself', to('/login')],
  ['no page, since it is no redirect', answer(401, { location: 'https://login.example/login' })],
])('an answer that leads to %s is that of no login proxy', (_, response) => {
  expect(loginProxy(response, url)).toBeUndefined()
})

it('a login proxy that is known goes by its name, also at its page', () => {
  expect(loginProxy(to('https://team.cloudflareaccess.com/login'), url)).toBe('Cloudflare Access')
})

describe('a page', () => {
  it.each([
    '<a href="https://team.cloudflareaccess.com/">',
    '<form action="/cdn-cgi/access/callback">',
    '<input type="password">',
    "<input type='password'>",
    '<INPUT TYPE=PASSWORD>',
    '<title>Login</title>',
    '<title data-page="1">Log in</title>',
    '<title>Log in</title>',
    '<title>Company: log on</title>',
    '<title>Sign in - Company</title>',
    '<title>Please sign on</title>',
  ])('is one to log in at, with %s', (html) => {
    expect(loginPage(html)).toBe(true)
  })

  it.each([
    '',
    '<input type="text" name="password">',
    '<title>A blog in Rome</title>',
    '<title>Logins</title>',
    '<title>Company</title><p>Log in</p>',
  ])('is another, with %j', (html) => {
    expect(loginPage(html)).toBe(false)
  })
})
