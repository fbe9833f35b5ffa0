import { array, assert, constantFrom, double, integer, oneof, option, property, record, string } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hostile } from '../../../scripts/hostile.ts'
import {
  CimdError,
  type CreateClientMetadataOptions,
  createClientMetadata,
  validateClientMetadata,
} from '../src/index.ts'

const url = 'https://app.example.com/client.json'
const name = 'My agent'
const create = (options: Partial<CreateClientMetadataOptions> = {}) => createClientMetadata({ url, name, ...options })

it('makes a document for an application on this machine that needs no secret (R5, T6)', () => {
  expect(create()).toEqual({
    client_id: url,
    client_name: name,
    redirect_uris: [
      'http://127.0.0.1/callback',
      'http://127.0.0.1:3030/callback',
      'http://127.0.0.1:3031/callback',
      'http://127.0.0.1:3032/callback',
      'http://127.0.0.1:8080/callback',
    ],
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    token_endpoint_auth_method: 'none',
    application_type: 'native',
  })
})

it('takes what is asked for', () => {
  const client_uri = 'https://app.example.com'
  const logo_uri = 'https://app.example.com/logo.png'
  const options = { ports: [80, 4000, 4000], path: '/back', clientUri: client_uri, logoUri: logo_uri }
  const document = create({ ...options, host: 'localhost' })
  const redirect_uris = ['http://localhost/back', 'http://localhost:4000/back']
  expect(document).toEqual({ ...create(), redirect_uris, client_uri, logo_uri })
  expect(create({ ports: [] }).redirect_uris).toEqual(['http://127.0.0.1/callback'])
})

it('takes an option that is undefined for one that is not there', () => {
  const nothing = { ports: undefined, path: undefined, host: undefined, clientUri: undefined, logoUri: undefined }
  expect(Object.entries(create(nothing))).toEqual(Object.entries(create()))
})

it.each([
  ['http', 'http://app.example.com/client.json', 'is not https'],
  ['without a path', 'https://app.example.com', 'has no path'],
  ['with a password', 'https://me:hunter2@app.example.com/c', 'holds a user name or password'],
])('refuses a URL %s, and does not repeat it', (_, wrong, reason) => {
  const message = `The URL of the client metadata document ${reason}. Write it like https://example.com/client.json`
  expect(() => create({ url: wrong })).toThrow(
    expect.objectContaining({ name: 'CimdError', code: 'invalid_url', message }),
  )
})

it.each<[string, object, string]>([
  ['a blank name', { name: ' ' }, 'The new client metadata document has no client_name'],
  ['port 0', { ports: [0] }, 'A port of a redirect URI is an integer from 1 to 65535; got 0.'],
  ['port 65536', { ports: [3030, 65536] }, 'got 65536.'],
  ['half a port', { ports: [80.5] }, 'got 80.5.'],
  ['a port as text', { ports: ['80'] }, 'got 80.'],
  ['a path without a slash', { path: 'callback' }, 'must begin with "/"; got "callback".'],
  ['a path with a query', { path: '/callback?a' }, 'must not have a query or a fragment'],
  ['a path with a fragment', { path: '/callback#' }, 'must not have a query or a fragment'],
  ['a path with dot segments', { path: '/a/../b' }, 'must be as a browser sends it'],
  ['a path with a blank', { path: '/a b' }, 'must be as a browser sends it'],
  ['another host', { host: 'evil.example' }, 'lists the redirect URI "http://evil.example/callback", which is http'],
  ['a script as home page', { clientUri: 'javascript:alert(1)' }, 'has a client_uri that is neither https nor http.'],
  ['an empty logo', { logoUri: '' }, 'has a logo_uri that is not a URL.'],
  ['a name without end', { name: 'x'.repeat(5000) }, 'is larger than 5 KB, which servers refuse.'],
  ['too many ports', { ports: Array.from({ length: 200 }, (_, port) => port + 1) }, 'is larger than 5 KB'],
])('refuses %s', (_, options, message) => {
  expect(() => create(options)).toThrow(
    expect.objectContaining({ name: 'CimdError', code: 'invalid_option', message: expect.stringContaining(message) }),
  )
})

describe('whatever is asked for', () => {
  it('a document that is made is valid and small, and by default nothing is wrong with it', () => {
    const ports = array(oneof(integer({ min: 1, max: 65535 }), constantFrom(80, 443)), { maxLength: 60 })
    const path = array(oneof(constantFrom('a', '...', '~'), string().map(encodeURIComponent)), { maxLength: 4 })
    const wanted = record({
      name: string({ minLength: 1, maxLength: 200, unit: 'binary' }).filter((text) => text.trim() !== ''),
      ports: option(ports, { nil: undefined }),
      path: option(
        path.map((parts) => `/${parts.filter((part) => !/^\.{1,2}$/.test(part)).join('/')}`),
        { nil: undefined },
      ),
      host: constantFrom('127.0.0.1' as const, 'localhost' as const, undefined),
      clientUri: constantFrom(undefined, 'https://app.example.com', 'http://app.example.com'),
    })
    assert(
      property(wanted, (options) => {
        const document = create(options)
        const findings = validateClientMetadata(JSON.parse(JSON.stringify(document)), url, {
          redirectUris: document.redirect_uris,
        })
        const expected = options.host === 'localhost' || options.clientUri?.startsWith('http:') ? ['warning'] : []
        expect([...new Set(findings.map(({ level }) => level))]).toEqual(expected)
        expect(new TextEncoder().encode(`${JSON.stringify(document, null, 2)}\n`).length).toBeLessThanOrEqual(5120)
      }),
      hostile(200),
    )
  })

  it('is refused by a CimdError, or made into a valid document', () => {
    const parts = oneof(
      string({ maxLength: 5, unit: 'binary' }),
      constantFrom('https://a.example/', '/', '#', '..', '@', ' '),
    )
    const text = array(parts, { maxLength: 3 }).map((list) => list.join(''))
    const like = (example: string) => oneof(constantFrom(example), text)
    const wanted = record({
      url: like(url),
      name: like(name),
      path: like('/callback'),
      clientUri: like(url),
      logoUri: like(url),
      ports: oneof(array(integer({ min: -1, max: 70_000 }), { maxLength: 2 }), array(double(), { maxLength: 2 })),
    })
    let made = 0
    assert(
      property(wanted, (options) => {
        try {
          const document = create(options)
          made++
          const findings = validateClientMetadata(document, document.client_id)
          expect(findings.filter(({ level }) => level === 'error')).toEqual([])
        } catch (error) {
          expect(error).toBeInstanceOf(CimdError)
        }
      }),
      hostile(1000),
    )
    expect(made).toBeGreaterThan(0)
  })
})
