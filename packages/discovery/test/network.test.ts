import { describe, expect, it, vi } from 'vitest'
import { discard, readText } from '../src/untrusted/read-body.ts'
import { followWithinOrigin } from '../src/untrusted/redirects.ts'

const url = 'https://as.example/document'

/** The requests to a fetch that answers the first one with this status and a way on. */
async function askedOf(status: number): Promise<readonly string[]> {
  const asked: string[] = []
  const fetch = async (input: Parameters<typeof globalThis.fetch>[0]): Promise<Response> => {
    asked.push(String(input))
    const headers = { location: '/elsewhere' }
    return asked.length === 1 ? new Response(null, { status, headers }) : new Response()
  }
  await followWithinOrigin(fetch, url, {})
  return asked
}

describe('an answer that names a location', () => {
  it.each([300, 301, 302, 303, 307, 308, 399])('is followed where it is a redirect: %i', async (status) => {
    expect(await askedOf(status)).toEqual([url, 'https://as.example/elsewhere'])
  })

  it.each([200, 201, 299, 304, 400, 401, 404, 503])('is the answer where it is none: %i', async (status) => {
    expect(await askedOf(status)).toEqual([url])
  })
})

describe('a body that nobody needs', () => {
  const discarded = async (headers: Readonly<Record<string, string>>): Promise<'read' | 'given up'> => {
    const cancel = vi.fn()
    const chunk = new Uint8Array(1024)
    let chunks = 0
    const pull = (controller: ReadableStreamDefaultController): void => {
      chunks++
      if (chunks <= 16) controller.enqueue(chunk)
      else controller.close()
    }
    await discard(new Response(new ReadableStream({ pull, cancel }, { highWaterMark: 0 }), { headers }))
    expect(cancel).toHaveBeenCalledTimes(chunks > 16 ? 0 : 1)
    return chunks > 16 ? 'read' : 'given up'
  }

  it.each([
    ['is read to its end, so that the connection can be used again', { 'content-length': '16384' }, 'read'],
    ['is given up where it is larger than 16 KiB', { 'content-length': '16385' }, 'given up'],
    ['is given up where nothing says how large it is', {}, 'given up'],
  ])('%s', async (_, headers, fate) => {
    expect(await discarded(headers)).toBe(fate)
  })
})

it.each<[string, UnderlyingSource, HeadersInit]>([
  ['be read', { pull: (body) => body.error(new Error('incorrect header check')) }, { 'content-length': '2' }],
  ['be given up', { cancel: () => Promise.reject(new Error('cut')) }, {}],
])('does not fail where a body cannot %s', async (_, source, headers) => {
  await expect(discard(new Response(new ReadableStream(source), { headers }))).resolves.toBeUndefined()
})

it('reads nothing of an answer without a body', async () => {
  expect(await readText(new Response(null))).toBe('')
})
