import { assert, constantFrom, integer, property, string } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hostile } from '../../../scripts/hostile.ts'
import { type Finding, validateClientMetadata } from '../src/index.ts'
import { documentWith, url } from './world.ts'

const findingsOf = (listed: readonly string[], redirectUris?: readonly string[]): readonly Finding[] =>
  validateClientMetadata(documentWith({ redirect_uris: listed }), url, { redirectUris })
const here = 'http://127.0.0.1/callback'

describe('one redirect URI', () => {
  it.each([
    'https://app.example.com/callback',
    'https://app.example.com',
    'https://app.example.com:8443/callback?a=b',
    'http://127.0.0.1/callback',
    'http://127.0.0.1',
    'http://127.4.5.6/callback?a=b',
    'http://[::1]/',
    'com.example.app:/callback',
    'com.example.app://callback/path',
  ])('may be %s', (uri) => {
    expect(findingsOf([uri])).toEqual([])
  })

  it.each([
    ['is a script', 'javascript:alert(1)', 'scheme', 'is neither https, nor http on this machine, nor of a private'],
    ['is data', 'data:text/html,x', 'scheme', 'is neither https'],
    ['is a file', 'file:///etc/passwd', 'scheme', 'is neither https'],
    ['is a blob', 'blob:https://app.example.com/1', 'scheme', 'is neither https'],
    ['is of a scheme without a dot', 'myapp:/callback', 'scheme', 'is neither https'],
    ['is of a shell', 'ms-msdt:/id', 'scheme', 'is neither https'],
    ['is out of band', 'urn:ietf:wg:oauth:2.0:oob', 'scheme', 'is neither https'],
    ['is http elsewhere', 'http://app.example.com/callback', 'scheme', 'is http, but not on 127.0.0.1'],
    ['is http in the network', 'http://192.168.0.1/callback', 'scheme', 'is http'],
    ['is http on every address', 'http://0.0.0.0/callback', 'scheme', 'is http'],
    ['is another way to write 127.0.0.1', 'http://127.1/callback', 'scheme', 'is http'],
    ['is another way to write [::1]', 'http://[0:0:0:0:0:0:0:1]/callback', 'scheme', 'is http'],
    ['begins like this machine', 'http://127.0.0.1.example.com/callback', 'scheme', 'is http'],
    ['begins like localhost', 'http://localhost.example.com/callback', 'scheme', 'is http'],
    ['has this machine as a user name', 'http://127.0.0.1@evil.example/', 'scheme', 'is http'],
    ['has a user name', 'https://good.example@evil.example/', 'user_info', 'holds a user name or password'],
    ['has an empty user name', 'https://@evil.example/', 'user_info', 'holds a user name or password'],
    ['has a fragment', 'https://app.example.com/callback#part', 'fragment', 'has a fragment'],
    ['has an empty fragment', `${here}#`, 'fragment', 'has a fragment'],
    ['is a path', '/callback', 'syntax', 'is not a URL'],
    ['is empty', '', 'syntax', 'is not a URL'],
    ['has a wildcard as its port', 'http://127.0.0.1:*/callback', 'syntax', 'is not a URL'],
    ['has no host', 'https:app.example.com/callback', 'syntax', 'has no // and host'],
    ['holds a blank', 'https://app.example.com/a b', 'syntax', 'holds white space'],
    ['holds a backslash', 'http://127.0.0.1\\@evil.example/', 'syntax', 'holds white space'],
  ])('is refused where it %s', (_, uri, rule, reason) => {
    expect(findingsOf(['https://app.example.com/callback', uri])).toEqual([
      { level: 'error', rule: `redirect_uri_${rule}`, message: expect.stringContaining(`", which ${reason}`) },
    ])
  })

  it.each(['http://localhost/callback', 'http://LOCALHOST/', 'http://localhost:80/'])('is better not %s', (uri) => {
    expect(findingsOf([uri, here])).toEqual([
      { level: 'warning', rule: 'redirect_uri_localhost', message: expect.stringContaining('127.0.0.1 is better') },
    ])
  })

  it('on an address of this machine passes with every port', () => {
    assert(
      property(constantFrom('127.0.0.1', '[::1]'), integer({ min: 0, max: 65535 }), (host, port) => {
        expect(findingsOf([`http://${host}:${port}/callback`, here])).toEqual([])
      }),
      hostile(200),
    )
  })

  it('of a scheme without a dot never passes but for http and https', () => {
    const scheme = string({ unit: constantFrom(...'abcdefghijklmnopqrstuvwxyz0123456789+-'), minLength: 1 })
    assert(
      property(scheme, (name) => {
        if (/^https?$/.test(name)) return
        expect(findingsOf([`${name}:/callback`]).map(({ level }) => level)).toEqual(['error'])
      }),
      hostile(200),
    )
  })
})

describe('redirect URIs with ports', () => {
  it.each([
    ['alone', ['http://127.0.0.1:3030/callback', 'http://127.0.0.1:3031/callback']],
    ['beside other ways back', ['https://app.example.com/callback', 'http://[::1]:3030/callback']],
  ])('are told of where they stand %s, and what that means', (_, listed) => {
    expect(findingsOf(listed)).toEqual([
      {
        level: 'warning',
        rule: 'redirect_uri_fixed_port',
        message:
          'lists redirect URIs on this machine, but none without a port: other ports are refused, even by servers that allow any port for a redirect URI without one',
      },
    ])
  })

  it('are not told of beside one without', () => {
    expect(findingsOf(['http://127.0.0.1:3030/callback', here])).toEqual([])
  })
})

describe('the redirect URI that the application uses', () => {
  it.each([
    ['as it is', [here], here],
    ['with its port', [here, 'http://127.0.0.1:3030/callback'], 'http://127.0.0.1:3030/callback'],
    ['on localhost', ['https://app.example.com/', 'http://localhost/'], 'http://localhost/'],
    ['on the web', ['https://app.example.com/callback'], 'https://app.example.com/callback'],
  ])('is listed %s', (_, listed, used) => {
    expect(findingsOf(listed, [used]).filter(({ rule }) => rule !== 'redirect_uri_localhost')).toEqual([])
  })

  it.each([
    ['another path', 'http://127.0.0.1/other'],
    ['another path and port', 'http://127.0.0.1:3030/callback/'],
    ['a query', 'http://127.0.0.1:3030/callback?a=b'],
    ['another address', 'http://[::1]/callback'],
    ['localhost', 'http://localhost:3030/callback'],
    ['https', 'https://127.0.0.1/callback'],
    ['another host', 'https://app.example.com/callback'],
  ])('is missed where only the like is listed, with %s', (_, used) => {
    expect(findingsOf([here], [used])).toEqual([
      {
        level: 'error',
        rule: 'redirect_uri_missing',
        message: expect.stringMatching(/^does not list .*, which is used$/),
      },
    ])
  })

  it.each([
    ['any', here],
    ['another', 'http://127.0.0.1:4000/callback'],
  ])('may be listed with %s port, which some servers refuse', (_, listed) => {
    const findings = findingsOf([here, listed], ['http://127.0.0.1:3030/callback'])
    expect(findings).toEqual([
      {
        level: 'warning',
        rule: 'redirect_uri_other_port',
        message:
          'lists the redirect URI "http://127.0.0.1:3030/callback", which is used, with another port only: servers that compare exactly refuse it, although RFC 8252 §7.3 leaves the port free',
      },
    ])
  })

  it('is missed where it is on localhost and listed with another port', () => {
    const findings = findingsOf(['http://localhost/callback', here], ['http://localhost:3030/callback'])
    expect(findings.slice(1)).toEqual([
      {
        level: 'error',
        rule: 'redirect_uri_missing',
        message: expect.stringMatching(
          /"http:\/\/localhost:3030\/callback", which is used, with another port only: for localhost/,
        ),
      },
    ])
  })

  it('on the web is missed where it is listed with another port', () => {
    const findings = findingsOf(['https://app.example.com/callback'], ['https://app.example.com:8443/callback'])
    expect(findings.map(({ rule }) => rule)).toEqual(['redirect_uri_missing'])
  })

  it('is told of one by one', () => {
    expect(findingsOf([here], ['https://a/1', here, 'https://a/2']).map(({ message }) => message)).toEqual([
      'does not list the redirect URI "https://a/1", which is used',
      'does not list the redirect URI "https://a/2", which is used',
    ])
  })
})
