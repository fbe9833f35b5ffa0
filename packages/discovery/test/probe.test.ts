import { describe, expect, it, vi } from 'vitest'
import { probe } from '../src/probe.ts'
import { lines, network, silence } from './world.ts'

const serverUrl = 'https://mcp.example/mcp'
const refuse = (challenge?: string) => () =>
  new Response('', { status: 401, ...(challenge && { headers: { 'www-authenticate': challenge } }) })

it('sends what the official SDK sends first, and no credentials', async () => {
  const sent = network({ [serverUrl]: refuse('Bearer scope="a"') })
  expect(await probe(serverUrl)).toMatchObject({ status: 401, challenge: { scope: 'a' } })
  expect(lines(sent)).toEqual([`POST ${serverUrl}`])
  const headers = Object.fromEntries(sent[0]?.headers ?? [])
  expect(headers).toMatchObject({
    accept: 'application/json, text/event-stream',
    'content-type': 'application/json',
    'mcp-method': 'server/discover',
    'mcp-protocol-version': '2026-07-28',
  })
  expect(Object.keys(headers)).not.toEqual(expect.arrayContaining([expect.stringMatching(/^(authorization|cookie)$/)]))
  expect(JSON.parse(sent[0]?.body ?? '')).toEqual({
    jsonrpc: '2.0',
    id: 0,
    method: 'server/discover',
    params: {
      _meta: {
        'io.modelcontextprotocol/protocolVersion': '2026-07-28',
        'io.modelcontextprotocol/clientInfo': { name: 'fast-agent-auth', version: '0' },
        'io.modelcontextprotocol/clientCapabilities': {},
      },
    },
  })
})

it.each([
  ['without a challenge', undefined],
  ['with a challenge of another scheme', 'Basic realm="x"'],
])('tells a 401 %s from no refusal', async (_, challenge) => {
  network({ [serverUrl]: refuse(challenge) })
  expect(await probe(serverUrl)).toEqual({ status: 401, html: false, isMcp: false, challenge: undefined })
})

it.each([200, 202, 204, 400, 403, 406, 415])('takes a %d for no refusal', async (status) => {
  const sent = network({ [serverUrl]: status })
  expect(await probe(serverUrl)).toEqual({ status, html: false, isMcp: status === 202, challenge: undefined })
  expect(sent).toHaveLength(1)
})

it.each([404, 405])('asks an SSE endpoint, which answers a POST with %d, by GET', async (status) => {
  const sent = network({
    [serverUrl]: ({ method }) => (method === 'POST' ? new Response(null, { status }) : refuse('Bearer scope="a"')()),
  })
  expect(await probe(serverUrl)).toMatchObject({ status: 401, challenge: { scope: 'a' } })
  expect(lines(sent)).toEqual([`POST ${serverUrl}`, `GET ${serverUrl}`])
  expect(sent[1]?.headers.get('accept')).toBe('text/event-stream')
  expect(sent[1]?.body).toBe('')
})

it('does not read the stream of an SSE endpoint that refuses nobody', async () => {
  const cancel = vi.fn()
  const headers = { 'content-type': 'text/event-stream' }
  const fetch: typeof globalThis.fetch = async (_, init) =>
    init?.method === 'POST'
      ? new Response(null, { status: 405 })
      : new Response(new ReadableStream({ cancel }), { headers })
  expect(await probe(serverUrl, { fetch })).toEqual({ status: 200, html: false, isMcp: true, challenge: undefined })
  expect(cancel).toHaveBeenCalledOnce()
})

it.each([408, 429, 500, 502, 503])('does not take a %d for an answer', async (status) => {
  network({ [serverUrl]: status })
  await expect(probe(serverUrl)).rejects.toMatchObject({
    code: 'unreachable',
    message: `${serverUrl} answered ${status}. Try again later.`,
  })
})

describe('redirects', () => {
  const redirect = (location: string) => () => new Response(null, { status: 307, headers: { location } })

  it('follows one within the origin with the same request', async () => {
    const sent = network({ [serverUrl]: redirect('/mcp/'), [`${serverUrl}/`]: refuse('Bearer scope="a"') })
    expect(await probe(serverUrl)).toMatchObject({ status: 401, challenge: { scope: 'a' } })
    expect(lines(sent)).toEqual([`POST ${serverUrl}`, `POST ${serverUrl}/`])
    expect(sent[1]?.body).toBe(sent[0]?.body)
  })

  it.each(['https://evil.example/mcp', 'http://mcp.example/mcp', 'http://127.0.0.1/'])(
    'hears no challenge from %s',
    async (location) => {
      const sent = network({ [serverUrl]: redirect(location), [location]: refuse('Bearer scope="everything"') })
      expect(await probe(serverUrl)).toMatchObject({ challenge: undefined })
      expect(lines(sent)).toEqual([`POST ${serverUrl}`])
    },
  )
})

it('waits no longer than its time limit', async () => {
  const limit = new AbortController()
  const timeout = vi.spyOn(AbortSignal, 'timeout').mockReturnValue(limit.signal)
  const answer = probe(serverUrl, { fetch: silence().fetch })
  limit.abort(new DOMException('', 'TimeoutError'))
  await expect(answer).rejects.toMatchObject({
    code: 'unreachable',
    message: `${serverUrl} gave no answer within 15 s. Is the URL right and the server running?`,
  })
  expect(timeout).toHaveBeenCalledWith(15_000)
})

it('sends nothing where the signal is aborted already', async () => {
  const { fetch, asked } = silence()
  const reason = new Error('given up')
  await expect(probe(serverUrl, { fetch, signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
  expect(asked).toEqual([])
})

it('rejects with the reason of the signal', async () => {
  const controller = new AbortController()
  const answer = probe(serverUrl, { fetch: silence().fetch, signal: controller.signal })
  const reason = new Error('given up')
  controller.abort(reason)
  await expect(answer).rejects.toBe(reason)
})
