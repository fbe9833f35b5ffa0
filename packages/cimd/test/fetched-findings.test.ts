import { expect, it, vi } from 'vitest'
import { fetchClientMetadata, validateClientMetadata } from '../src/index.ts'
import { documentWith, published, url } from './world.ts'

const here = 'http://127.0.0.1/callback'
const secret = 'hush-hush-hush'
const json = (changes: object) => () =>
  Response.json(documentWith({ ...changes }), { headers: { 'cache-control': 'max-age=60' } })
const key = { kty: 'EC', crv: 'P-256', x: 'public', y: 'public', d: secret }

type Row = readonly [sentence: string, changes: object, used: readonly string[], findings: readonly object[]]
const error = (rule: string, message: string): object => ({ level: 'error', rule, message })
const warning = (rule: string, message: string): object => ({ level: 'warning', rule, message })
const shared = (method: string): Row => [
  `authenticates by ${method}`,
  { token_endpoint_auth_method: method },
  [],
  [
    error(
      'token_endpoint_auth_method',
      `has the token_endpoint_auth_method "${method}", which needs a shared secret, and there is none`,
    ),
  ],
]

const rows: readonly Row[] = [
  [
    'has a client_id that is not its URL',
    { client_id: `${url}?key=${secret}` },
    [],
    [error('client_id', `has the client_id "${url}?…", which is not exactly its own URL`)],
  ],
  [
    'lists no redirect URI that is used',
    { redirect_uris: [here] },
    [`https://app.example.com/callback?key=${secret}`],
    [
      error(
        'redirect_uri_missing',
        'does not list the redirect URI "https://app.example.com/callback?…", which is used',
      ),
    ],
  ],
  [
    'has a client_secret',
    { client_secret: secret },
    [],
    [error('client_secret', 'has a client_secret, although everybody can read it')],
  ],
  shared('client_secret_basic'),
  shared('client_secret_post'),
  shared('client_secret_jwt'),
  [
    'publishes a private key',
    { jwks: { keys: [key] } },
    [],
    [
      error(
        'jwks_private_key',
        'publishes a private or symmetric key (d) in its jwks: make a new key, and publish only its public part',
      ),
    ],
  ],
  [
    'lists localhost with another port than is used',
    { redirect_uris: [here, 'http://localhost:3030/callback'] },
    ['http://localhost:3031/callback'],
    [
      warning(
        'redirect_uri_localhost',
        'lists the redirect URI "http://localhost:3030/callback": 127.0.0.1 is better than localhost, since the name may lead elsewhere, and its port must be the listed one (RFC 8252 §8.3)',
      ),
      error(
        'redirect_uri_missing',
        'lists the redirect URI "http://localhost:3031/callback", which is used, with another port only: for localhost, the port must be the same',
      ),
    ],
  ],
]

it.each(rows)(
  'says what is wrong with a document that %s, after one request, and shows no secret of it (H36)',
  async (_, changes, redirectUris, findings) => {
    const sent = published(json(changes))
    const found = (await fetchClientMetadata(url, { redirectUris })).findings
    expect(found).toEqual(findings)
    expect(JSON.stringify(found)).not.toContain(secret)
    expect(sent.map((request) => `${request.method} ${request.url}`)).toEqual([`GET ${url}`])
  },
)

const refused = async (at: string, answer: () => Response): Promise<{ message: unknown; sent: number }> => {
  const fetch = vi.fn<typeof globalThis.fetch>(async () => answer())
  const failure: unknown = await fetchClientMetadata(at, { fetch }).catch((reason: unknown) => reason)
  expect(failure).toMatchObject({ name: 'CimdError', code: 'invalid_response' })
  return { message: failure instanceof Error ? failure.message : failure, sent: fetch.mock.calls.length }
}
const type = { 'content-type': 'application/json' }

it.each([
  [
    'redirects with a password, a key and characters for a terminal',
    () =>
      new Response(null, { status: 302, headers: { location: `https://me:${secret}@evil.example/c?key=${secret}` } }),
    'redirects to "https://…@evil.example/c?…". Servers do not follow redirects: the document must be at the URL itself.',
  ],
  [
    'is larger than 5 KB',
    () => new Response(`{"client_name":"${secret.repeat(400)}"}`, { headers: type }),
    'is larger than 5 KB. Servers read no more than that.',
  ],
  ['is no JSON', () => new Response(`<p>${secret}`, { headers: type }), 'is not a JSON object.'],
  [
    'is a web page',
    () => new Response(`<p>${secret}`, { headers: { 'content-type': 'text/html' } }),
    'is served as "text/html". It must be application/json.',
  ],
])('names the URL, without its query, of a document that %s', async (_, answer, message) => {
  expect(await refused(`${url}?key=${secret}`, answer)).toEqual({ message: `${url}?… ${message}`, sent: 1 })
})

it('is judged at once, where a URL in it is all tabs', () => {
  const tabs = '\t'.repeat(1_000_000)
  const [finding] = validateClientMetadata(documentWith({ client_id: `${tabs}https:${tabs}//me:hush${tabs}@a/` }), url)
  expect(finding?.message).toBe('has the client_id "https://…@a/", which is not exactly its own URL')
})

it.each([
  ['http', 'http://app.example.com/client.json', 'is not https'],
  ['without a path', 'https://app.example.com', 'has no path'],
  ['with an empty path', 'https://app.example.com/', 'has no path'],
  [
    'with dot segments',
    'https://app.example.com/a/../client.json',
    'has a dot segment ("." or "..") as a part of its path',
  ],
  ['with a fragment', `https://app.example.com/client.json#${secret}`, 'has a fragment (#)'],
  ['with a password', `https://me:${secret}@app.example.com/client.json`, 'holds a user name or password'],
])('asks nobody for a document at a URL %s, and says why (H40)', async (_, wrong, why) => {
  const fetch = vi.fn<typeof globalThis.fetch>()
  await expect(fetchClientMetadata(wrong, { fetch })).rejects.toMatchObject({
    name: 'CimdError',
    code: 'invalid_url',
    message: `The URL of the client metadata document ${why}. Write it like https://example.com/client.json`,
  })
  expect(fetch).not.toHaveBeenCalled()
})
