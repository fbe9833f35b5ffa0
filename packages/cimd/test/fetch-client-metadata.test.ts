import { describe, expect, it, vi } from 'vitest'
import { fetchClientMetadata } from '../src/index.ts'
import { documentWith, published, url } from './world.ts'

const caching = { 'cache-control': 'max-age=3600' }
const json = (document: unknown = documentWith(), headers: Readonly<Record<string, string>> = {}): Response =>
  Response.json(document, { headers: { ...caching, ...headers } })
const text = (body: string | Uint8Array, contentType = 'application/json'): Response =>
  new Response(typeof body === 'string' ? body : body.slice(), { headers: { ...caching, 'content-type': contentType } })
const invalid = (message: string): unknown =>
  expect.objectContaining({ name: 'CimdError', code: 'invalid_response', message: expect.stringContaining(message) })

/** A body that says when it is given up, and how much of it was asked for. */
function endless(chunk: Uint8Array): { readonly body: ReadableStream; readonly cancel: () => void; pulled(): number } {
  const cancel = vi.fn()
  let pulled = 0
  const body = new ReadableStream({
    pull(controller) {
      pulled++
      controller.enqueue(chunk)
    },
    cancel,
  })
  return { body, cancel, pulled: () => pulled }
}

/** A `fetch` that never answers. */
const silence: typeof globalThis.fetch = (_, init) =>
  new Promise((_, reject) => init?.signal?.addEventListener('abort', () => reject(init.signal?.reason)))

describe('the request', () => {
  it('is one GET for JSON, without anything that says who asks', async () => {
    const sent = published(() => json())
    const { document, findings } = await fetchClientMetadata(url)
    expect(document).toEqual(documentWith())
    expect(findings).toEqual([])
    expect(sent.map(({ method, url }) => `${method} ${url}`)).toEqual([`GET ${url}`])
    const headers = Object.fromEntries(sent[0]?.headers ?? [])
    expect(headers.accept).toBe('application/json')
    expect(Object.keys(headers)).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/^(authorization|cookie)$/)]),
    )
  })

  it('follows no redirect, carries no credentials and has a time limit', async () => {
    const fetch = vi.fn<typeof globalThis.fetch>(async () => json())
    await fetchClientMetadata(url, { fetch })
    expect(fetch).toHaveBeenCalledExactlyOnceWith(url, {
      headers: { accept: 'application/json' },
      redirect: 'manual',
      credentials: 'omit',
      signal: expect.any(AbortSignal),
    })
  })

  it('is sent to the URL as it was written', async () => {
    const fetch = vi.fn<typeof globalThis.fetch>(async () => json())
    await fetchClientMetadata('https://App.example.com:443/client.json?a', { fetch })
    expect(fetch.mock.calls[0]?.[0]).toBe('https://App.example.com:443/client.json?a')
  })
})

describe('a hostile or broken document, as the list of such inputs has it:', () => {
  const with_ = (changes: Readonly<Record<string, unknown>>) => () => json(documentWith(changes))
  const rulesAt = async (redirectUris?: readonly string[]): Promise<readonly string[]> =>
    (await fetchClientMetadata(url, { redirectUris })).findings.map(({ rule }) => rule)

  it.each([
    ['a client_id that is not the URL', { client_id: `${url}?x` }, 'client_id'],
    ['a client_secret', { client_secret: 'hush' }, 'client_secret'],
    [
      'symmetric client authentication',
      { token_endpoint_auth_method: 'client_secret_basic' },
      'token_endpoint_auth_method',
    ],
    ['a private key in jwks', { jwks: { keys: [{ kty: 'EC', d: 'hush' }] } }, 'jwks_private_key'],
  ])('%s is found', async (_, changes, rule) => {
    published(with_(changes))
    expect(await rulesAt()).toEqual([rule])
  })

  it('redirect_uris without the one that is used are found (H37)', async () => {
    published(() => json())
    expect(await rulesAt(['https://app.example.com/callback'])).toEqual(['redirect_uri_missing'])
  })

  it('a localhost redirect with another port is found (H37)', async () => {
    published(with_({ redirect_uris: ['http://localhost:3030/callback', 'http://127.0.0.1/callback'] }))
    const expected = ['redirect_uri_localhost', 'redirect_uri_missing']
    expect(await rulesAt(['http://localhost:3031/callback'])).toEqual(expected)
  })

  it.each([301, 302, 303, 307, 308])('a redirect (%d) is not followed (H38)', async (status) => {
    const sent = published(
      () => new Response(null, { status, headers: { location: 'https://evil.example/c?key=hush' } }),
    )
    const message = `${url} redirects to "https://evil.example/c?…". Servers do not follow redirects: the document must be at the URL itself.`
    await expect(fetchClientMetadata(url)).rejects.toEqual(invalid(message))
    expect(sent).toHaveLength(1)
  })

  it('more than 5 KB are refused (H39)', async () => {
    published(() => json(documentWith({ policy: 'x'.repeat(5120) })))
    await expect(fetchClientMetadata(url)).rejects.toEqual(invalid(`${url} is larger than 5 KB.`))
  })

  it.each([
    ['http', 'http://app.example.com/client.json'],
    ['without a path', 'https://app.example.com/'],
    ['with dot segments', 'https://app.example.com/a/%2e%2e/client.json'],
    ['with a fragment', 'https://app.example.com/client.json#x'],
    ['with a password', 'https://me:hunter2@app.example.com/client.json'],
  ])('a URL %s is not asked', async (_, wrong) => {
    const fetch = vi.fn<typeof globalThis.fetch>()
    const failure = fetchClientMetadata(wrong, { fetch })
    await expect(failure).rejects.toMatchObject({
      name: 'CimdError',
      code: 'invalid_url',
      message: expect.stringMatching(/^The URL of the client metadata document .*\. Write it like https:\S+$/),
    })
    await expect(failure).rejects.not.toMatchObject({ message: expect.stringMatching(/hunter2|app\.example/) })
    expect(fetch).not.toHaveBeenCalled()
  })

  it('a URL with a port is asked at that port (H40)', async () => {
    const there = 'https://app.example.com:8443/client.json'
    const sent = published(() => json(documentWith({ client_id: there })), there)
    expect((await fetchClientMetadata(there)).findings).toEqual([])
    expect(sent.map(({ url }) => url)).toEqual([there])
  })

  it.each([
    ['a web page', '<!doctype html><script>alert(1)</script>'],
    ['half an object', '{"client_id":'],
    ['a list', '[]'],
    ['null', 'null'],
    ['text', '"client"'],
    ['nothing', ''],
    ['Latin-1', Uint8Array.of(0x7b, 0x22, 0xe9, 0x22, 0x3a, 0x31, 0x7d)],
  ])('%s is no JSON object, and is not repeated (H41)', async (_, body) => {
    published(() => text(body))
    await expect(fetchClientMetadata(url)).rejects.toMatchObject({
      code: 'invalid_response',
      message: `${url} is not a JSON object.`,
    })
  })
})

describe('the answer', () => {
  it.each([201, 204, 206, 304, 400, 401, 403, 404, 410])('must be 200, and not %d', async (status) => {
    published(() => new Response(null, { status }))
    await expect(fetchClientMetadata(url)).rejects.toEqual(
      invalid(`${url} answered ${status}. Servers accept only 200`),
    )
  })

  it.each([408, 429, 500, 502, 503])('is worth another try where it is %d', async (status) => {
    published(() => new Response(null, { status }))
    await expect(fetchClientMetadata(url)).rejects.toMatchObject({
      code: 'unreachable',
      message: `${url} answered ${status}. Try again later.`,
    })
  })

  it.each([
    'application/json',
    'Application/JSON; charset=utf-8',
    'application/client-metadata+json',
    'application/vnd.example.v1+json ;q=1',
  ])('may be %s', async (contentType) => {
    published(() => text(JSON.stringify(documentWith()), contentType))
    expect((await fetchClientMetadata(url)).findings).toEqual([])
  })

  it.each([
    'text/html; charset=utf-8',
    'text/plain',
    'text/json',
    'application/octet-stream',
    'application/json-seq',
    'application/jsonp',
    'application/+json',
    'application/json, text/html',
  ])('must not be %s, although it is JSON', async (contentType) => {
    published(() => text(JSON.stringify(documentWith()), contentType))
    const message = `${url} is served as "${contentType}". It must be application/json.`
    await expect(fetchClientMetadata(url)).rejects.toEqual(invalid(message))
  })

  it('must have a content type', async () => {
    const fetch = async (): Promise<Response> => new Response(new TextEncoder().encode('{}'))
    await expect(fetchClientMetadata(url, { fetch })).rejects.toEqual(
      invalid(`${url} is served without a content type.`),
    )
  })

  it('is refused also where the fetch that is passed follows redirects, or hides them as browsers do', async () => {
    for (const hidden of [{ redirected: true }, { type: 'opaqueredirect', status: 0 }]) {
      const response = Object.defineProperties(
        json(),
        Object.fromEntries(Object.entries(hidden).map(([name, value]) => [name, { value }])),
      )
      const failure = fetchClientMetadata(url, { fetch: async () => response })
      await expect(failure).rejects.toEqual(invalid(`${url} redirects. Servers do not follow`))
    }
  })

  it('may have 5 KB to the byte', async () => {
    const { length } = JSON.stringify(documentWith({ policy: '' }))
    published(() => json(documentWith({ policy: 'x'.repeat(5120 - length) })))
    expect((await fetchClientMetadata(url)).findings).toEqual([])
    published(() => json(documentWith({ policy: 'x'.repeat(5121 - length) })))
    await expect(fetchClientMetadata(url)).rejects.toEqual(invalid('is larger than 5 KB'))
  })

  it('is counted in bytes, and given up where there are too many', async () => {
    const { body, cancel, pulled } = endless(new TextEncoder().encode('€'.repeat(512)))
    const fetch = async (): Promise<Response> => new Response(body, { headers: { 'content-type': 'application/json' } })
    await expect(fetchClientMetadata(url, { fetch })).rejects.toEqual(invalid('is larger than 5 KB'))
    expect(cancel).toHaveBeenCalledOnce()
    // 3 of 1536 bytes fit.
    expect(pulled()).toBeLessThan(7)
  })

  it.each([404, 503, 302])('is not read where it is %d', async (status) => {
    const { body, cancel, pulled } = endless(new Uint8Array(1))
    const headers = { 'content-type': 'application/json' }
    const fetch = async (): Promise<Response> => new Response(body, { status, headers })
    await expect(fetchClientMetadata(url, { fetch })).rejects.toMatchObject({ name: 'CimdError' })
    expect(cancel).toHaveBeenCalledOnce()
    expect(pulled()).toBeLessThan(2)
  })

  it('may come in pieces, with a byte order mark', async () => {
    const bytes = new TextEncoder().encode(`\ufeff${JSON.stringify(documentWith({ client_name: '€' }))}`)
    const body = new ReadableStream({
      start(controller) {
        for (const byte of bytes) controller.enqueue(Uint8Array.of(byte))
        controller.close()
      },
    })
    const fetch = async (): Promise<Response> => new Response(body, { headers: { 'content-type': 'application/json' } })
    expect((await fetchClientMetadata(url, { fetch })).document).toMatchObject({ client_name: '€' })
  })
})

describe('caching', () => {
  it.each([
    ['without a word about it', undefined, 'is served without cache-control: each server decides'],
    ['with an empty word', '', 'is served without cache-control'],
    ['with no-store', 'No-Store', 'is served with cache-control: no-store, so that it is fetched at every sign-in'],
    ['with no-cache among others', 'public, no-cache', 'cache-control: no-cache'],
    ['with an age of nothing', 'max-age=0, must-revalidate', 'cache-control: max-age=0'],
  ])('is warned of where the document is served %s', async (_, value, message) => {
    const headers = { 'content-type': 'application/json', ...(value !== undefined && { 'cache-control': value }) }
    published(() => new Response(JSON.stringify(documentWith()), { headers }))
    expect((await fetchClientMetadata(url)).findings).toEqual([
      { level: 'warning', rule: 'cache_control', message: expect.stringContaining(message) },
    ])
  })

  it.each(['max-age=3600', 'public, max-age=86400, stale-if-error=no-store', 'private'])(
    'is fine with %s',
    async (value) => {
      published(() => json(documentWith(), { 'cache-control': value }))
      expect((await fetchClientMetadata(url)).findings).toEqual([])
    },
  )
})

describe('where nobody answers', () => {
  const secret = `${url}?key=hush`

  it('the code of the failure is told, and neither its words nor the query', async () => {
    const cause = new TypeError(`fetch of ${secret} failed`, {
      cause: Object.assign(new Error(secret), { code: 'ECONNREFUSED' }),
    })
    const failure = fetchClientMetadata(secret, { fetch: () => Promise.reject(cause) })
    await expect(failure).rejects.toMatchObject({
      name: 'CimdError',
      code: 'unreachable',
      message: `${url}?… cannot be reached (ECONNREFUSED). Try again later.`,
      cause,
    })
  })

  it.each([
    [
      'an authority that Node does not know',
      new TypeError('fetch failed', { cause: Object.assign(new Error(), { code: 'SELF_SIGNED_CERT_IN_CHAIN' }) }),
      'cannot be reached (SELF_SIGNED_CERT_IN_CHAIN): its certificate is not trusted. For an authority of your own, set NODE_EXTRA_CA_CERTS=/path/to/ca.pem; authorization servers may not trust it either.',
    ],
    [
      'a proxy',
      Object.assign(new Error('The proxy p:1 of HTTPS_PROXY is down. Start it.'), { code: 'proxy_failed' }),
      'cannot be reached: The proxy p:1 of HTTPS_PROXY is down. Start it.',
    ],
  ])('the setting that helps is named: %s', async (_, cause, words) => {
    const failure = fetchClientMetadata(url, { fetch: () => Promise.reject(cause) })
    await expect(failure).rejects.toMatchObject({ code: 'unreachable', message: `${url} ${words}` })
  })

  it.each([
    ['has no code', new TypeError('fetch failed')],
    ['has a code of its own making', Object.assign(new Error('x'), { code: 'hush now' })],
    ['is no error', 'hush'],
  ])('a failure that %s is told without', async (_, cause) => {
    const failure = fetchClientMetadata(url, { fetch: () => Promise.reject(cause) })
    await expect(failure).rejects.toMatchObject({ message: `${url} cannot be reached. Try again later.` })
  })

  it('a body that breaks off counts as no answer', async () => {
    const body = new ReadableStream({ pull: (controller) => controller.error(new Error('reset')) })
    const fetch = async (): Promise<Response> => new Response(body, { headers: { 'content-type': 'application/json' } })
    await expect(fetchClientMetadata(url, { fetch })).rejects.toMatchObject({ code: 'unreachable' })
  })

  it('the wait ends after 10 s', async () => {
    const limit = new AbortController()
    const timeout = vi.spyOn(AbortSignal, 'timeout').mockReturnValue(limit.signal)
    const failure = fetchClientMetadata(url, { fetch: silence })
    limit.abort(new DOMException('', 'TimeoutError'))
    await expect(failure).rejects.toMatchObject({
      code: 'unreachable',
      message: `${url} gave no answer within 10 s. Try again later.`,
    })
    expect(timeout).toHaveBeenCalledWith(10_000)
  })

  it('the wait ends with the signal, and for its reason', async () => {
    const controller = new AbortController()
    const failure = fetchClientMetadata(url, { fetch: silence, signal: controller.signal })
    const reason = new Error('given up')
    controller.abort(reason)
    await expect(failure).rejects.toBe(reason)
  })

  it('nothing is asked where the signal is aborted already', async () => {
    const fetch = vi.fn<typeof globalThis.fetch>()
    const reason = new Error('given up')
    await expect(fetchClientMetadata(url, { fetch, signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
    expect(fetch).not.toHaveBeenCalled()
  })
})
