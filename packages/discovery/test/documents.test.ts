import { describe, expect, it, vi } from 'vitest'
import { createDocuments } from '../src/documents.ts'
import { lines, network, silence } from './world.ts'

const url = 'https://as.example/document'
const get = (options = {}) => createDocuments(options).get(url)
const redirect = (location: string, status = 302) => new Response(null, { status, headers: { location } })

describe('asking', () => {
  it('asks for each URL once, however often it is wanted', async () => {
    const sent = network({ [url]: { a: 1 } })
    const documents = createDocuments()
    expect(documents.known(url)).toBeUndefined()
    const answers = await Promise.all([documents.get(url), documents.get(url), documents.known(url)])
    await documents.get(url)
    await documents.get(`${url}?b`)
    expect(answers).toEqual(Array(3).fill({ kind: 'found', url, document: { a: 1 } }))
    expect(lines(sent)).toEqual([`GET ${url}`, `GET ${url}?b`])
  })

  it('asks for JSON, shows no credentials, and follows no redirect unseen', async () => {
    const fetch = vi.fn<typeof globalThis.fetch>(async () => Response.json({}))
    await get({ fetch })
    expect(fetch).toHaveBeenCalledExactlyOnceWith(url, {
      headers: { accept: 'application/json, */*;q=0.1' },
      redirect: 'manual',
      signal: expect.any(AbortSignal),
    })
  })
})

describe('answers', () => {
  it.each([
    ...[201, 204, 304, 400, 401, 403, 404, 405, 410, 422].map((status) => ['miss', status] as const),
    ...[408, 429, 500, 501, 502, 503, 504, 599].map((status) => ['transient', status] as const),
  ])('counts as a %s: %d', async (kind, status) => {
    network({ [url]: status })
    expect(await get()).toMatchObject({ kind, url, reason: `answered ${status}` })
  })

  it.each([
    ['HTML', '<!doctype html><p>Hello', 'is HTML, not JSON'],
    ['HTML after white space', '\n <html>', 'is HTML, not JSON'],
    ['an array', '[]', 'is not a JSON object'],
    ['null', 'null', 'is not a JSON object'],
    ['a string', '"x"', 'is not a JSON object'],
    ['a number', '1', 'is not a JSON object'],
    ['nothing', '', 'is not a JSON object'],
    ['half an object', '{"a":', 'is not a JSON object'],
    ['a form', 'a=1&b=2', 'is not a JSON object'],
  ])('counts as a miss: %s', async (_, text, reason) => {
    network({ [url]: text })
    expect(await get()).toEqual({ kind: 'miss', url, reason })
  })

  it.each([
    ['an empty object', '{}', {}],
    ['an object after a byte order mark', '\ufeff{"a":"ü"}', { a: 'ü' }],
    ['an object of 1 MiB', `{"a":"${'x'.repeat(1024 * 1024 - 8)}"}`, { a: expect.any(String) }],
  ])('reads %s, whatever its content type says', async (_, text, document) => {
    network({ [url]: text })
    expect(await get()).toEqual({ kind: 'found', url, document })
  })

  it.each([201, 203, 206])('reads an object that is answered with %d', async (status) => {
    network({ [url]: () => Response.json({ a: 1 }, { status }) })
    expect(await get()).toEqual({ kind: 'found', url, document: { a: 1 } })
  })

  it('reads characters that arrive in pieces', async () => {
    const bytes = new TextEncoder().encode('{"a":"€"}')
    const body = new ReadableStream({
      start(controller) {
        for (const byte of bytes) controller.enqueue(Uint8Array.of(byte))
        controller.close()
      },
    })
    expect(await get({ fetch: async () => new Response(body) })).toMatchObject({ document: { a: '€' } })
  })

  it('gives up a body above 1 MiB and reads no more of it (H2)', async () => {
    const cancel = vi.fn()
    let pulled = 0
    const body = new ReadableStream({
      pull(controller) {
        pulled++
        controller.enqueue(new Uint8Array(256 * 1024).fill(32))
      },
      cancel,
    })
    const answer = await get({ fetch: async () => new Response(body) })
    expect(answer).toEqual({ kind: 'unread', url, reason: 'is larger than 1 MiB' })
    expect(cancel).toHaveBeenCalledOnce()
    expect(pulled).toBeLessThan(8)
  })

  it('takes no answer for a miss that a guarded fetch gave up for its size', async () => {
    const cause = Object.assign(new Error('It sent more than 9 bytes.'), {
      name: 'GuardedFetchError',
      code: 'too_large',
    })
    const answer = await get({ fetch: () => Promise.reject(cause) })
    expect(answer).toEqual({ kind: 'unread', url, reason: 'cannot be read (It sent more than 9 bytes)' })
  })

  it.each([404, 503])('does not read the body of a %d', async (status) => {
    const cancel = vi.fn()
    await get({ fetch: async () => new Response(new ReadableStream({ cancel }), { status }) })
    expect(cancel).toHaveBeenCalledOnce()
  })

  it('says by its code why a server could not be reached, and keeps the cause', async () => {
    const cause = new TypeError('fetch failed', { cause: Object.assign(new Error(''), { code: 'ECONNREFUSED' }) })
    const answer = await get({ fetch: () => Promise.reject(cause) })
    expect(answer).toMatchObject({ kind: 'transient', url, reason: 'cannot be reached (ECONNREFUSED)', cause })
  })

  it('repeats what a network failure says where it has no code', async () => {
    const cause = new TypeError('fetch failed', { cause: { code: undefined } })
    const answer = await get({ fetch: () => Promise.reject(cause) })
    expect(answer).toMatchObject({ kind: 'transient', reason: 'cannot be reached (fetch failed)' })
  })

  it('counts a body that breaks off as transient', async () => {
    const body = new ReadableStream({ pull: (controller) => controller.error(new Error('reset')) })
    expect(await get({ fetch: async () => new Response(body) })).toMatchObject({
      kind: 'transient',
      reason: 'cannot be reached (reset)',
    })
  })

  it('waits no longer than its time limit', async () => {
    const limit = new AbortController()
    const timeout = vi.spyOn(AbortSignal, 'timeout').mockReturnValue(limit.signal)
    const answer = get({ fetch: silence().fetch })
    limit.abort(new DOMException('', 'TimeoutError'))
    expect(await answer).toMatchObject({ kind: 'transient', reason: 'no answer within 30 s' })
    expect(timeout).toHaveBeenCalledWith(30_000)
  })
})

describe('our protocol version', () => {
  const versions = (sent: ReturnType<typeof network>) => sent.map(({ headers }) => headers.has('mcp-protocol-version'))

  it('is left out where a server answers 400 to it', async () => {
    const sent = network({
      [url]: ({ headers }) =>
        headers.has('mcp-protocol-version') ? new Response(null, { status: 400 }) : Response.json({ a: 1 }),
    })
    expect(await get({ mcpOrigin: 'https://as.example' })).toEqual({ kind: 'found', url, document: { a: 1 } })
    expect(versions(sent)).toEqual([true, false])
  })

  it.each([401, 403, 404, 500])('is not taken for the reason of a %d', async (status) => {
    const sent = network({ [url]: status })
    expect(await get({ mcpOrigin: 'https://as.example' })).toMatchObject({ reason: `answered ${status}` })
    expect(versions(sent)).toEqual([true])
  })
})

describe('redirects', () => {
  it.each([301, 302, 303, 307, 308])('follows a %d within the origin', async (status) => {
    const sent = network({ [url]: () => redirect('/moved?a', status), 'https://as.example/moved?a': { a: 1 } })
    expect(await get()).toEqual({ kind: 'found', url, document: { a: 1 } })
    expect(lines(sent)).toEqual([`GET ${url}`, 'GET https://as.example/moved?a'])
    expect(sent[1]?.headers.get('accept')).toBe('application/json, */*;q=0.1')
  })

  const chain = (hops: number) => ({
    [url]: (): Response => redirect('/1'),
    ...Object.fromEntries(
      Array.from({ length: hops }, (_, hop) => [
        `https://as.example/${hop + 1}`,
        () => (hop + 1 === hops ? Response.json({ a: 1 }) : redirect(`/${hop + 2}`)),
      ]),
    ),
  })

  it('follows five', async () => {
    const sent = network(chain(5))
    expect(await get()).toMatchObject({ kind: 'found' })
    expect(sent).toHaveLength(6)
  })

  it('does not follow a sixth', async () => {
    const sent = network(chain(6))
    expect(await get()).toEqual({ kind: 'miss', url, reason: 'redirects more than 5 times' })
    expect(sent).toHaveLength(6)
  })

  const elsewhere = (where: string) => `redirects to "${where}" and is not followed`
  it.each([
    ['https://evil.example/document', elsewhere('https://evil.example')],
    ['https://as.example.evil.example/document', elsewhere('https://as.example.evil.example')],
    ['//evil.example/document', elsewhere('https://evil.example')],
    ['http://as.example/document', elsewhere('http://as.example')],
    ['https://as.example:8443/document', elsewhere('https://as.example:8443')],
    ['https://user:pw@as.example/document', elsewhere('https://as.example')],
    ['http://169.254.169.254/latest/meta-data', elsewhere('http://169.254.169.254')],
    ['http://127.0.0.1/', elsewhere('http://127.0.0.1')],
    ['http://[::ffff:127.0.0.1]/', elsewhere('http://[::ffff:7f00:1]')],
    ['http://2130706433/', elsewhere('http://127.0.0.1')],
    ['http://metadata.google.internal/', elsewhere('http://metadata.google.internal')],
    ['file:///etc/passwd', elsewhere('file:')],
    ['data:application/json,{}', elsewhere('data:')],
    ['https://', 'answered 302'],
  ])('does not follow one to %s', async (location, reason) => {
    const sent = network({ [url]: () => redirect(location) })
    expect(await get()).toEqual({ kind: 'miss', url, reason })
    expect(lines(sent)).toEqual([`GET ${url}`])
  })

  it('does not leave the origin on a second hop', async () => {
    const sent = network({
      [url]: () => redirect('/1'),
      'https://as.example/1': () => redirect('https://evil.example/'),
    })
    expect(await get()).toMatchObject({ kind: 'miss' })
    expect(lines(sent)).toEqual([`GET ${url}`, 'GET https://as.example/1'])
  })
})

describe('aborting', () => {
  it('rejects with the reason of the signal', async () => {
    const controller = new AbortController()
    const { fetch, asked } = silence()
    const answer = get({ fetch, signal: controller.signal })
    expect(asked).toEqual([url])
    const reason = new Error('given up')
    controller.abort(reason)
    await expect(answer).rejects.toBe(reason)
  })

  it('asks for nothing where the signal is aborted already', async () => {
    const { fetch, asked } = silence()
    const reason = new Error('given up')
    await expect(get({ fetch, signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
    expect(asked).toEqual([])
  })

  it('rejects while the body arrives', async () => {
    const controller = new AbortController()
    const reason = new Error('given up')
    const fetch: typeof globalThis.fetch = async (_, init) =>
      new Response(
        new ReadableStream({
          pull(stream) {
            controller.abort(reason)
            stream.error(init?.signal?.reason)
          },
        }),
      )
    await expect(get({ fetch, signal: controller.signal })).rejects.toBe(reason)
  })
})
