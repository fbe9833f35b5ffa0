import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type CallbackEvent, createListen, type Redirect } from '../src/index.ts'
import { sendRaw, visit } from './browser.ts'

let redirect: Redirect
let events: CallbackEvent[]
let port: number

beforeEach(async () => {
  events = []
  redirect = await createListen({ port: 0, onEvent: (event) => events.push(event) })({ state: 'state-1' })
  port = Number(new URL(redirect.redirectUri).port)
})
afterEach(() => redirect.close())

/** The sign-in still goes on, and ends with the true answer. */
async function expectUndisturbed(): Promise<void> {
  expect(await Promise.race([redirect.response, Promise.resolve('waiting')])).toBe('waiting')
  const browser = visit(`${redirect.redirectUri}?code=true-code&state=state-1`)
  expect((await redirect.response).searchParams.get('code')).toBe('true-code')
  await redirect.finish('signed_in')
  expect((await browser).status).toBe(200)
}

/** A request with the `Host` header of a browser. */
function raw(line: string, headers = `Host: 127.0.0.1:${port}\r\n`): Promise<string> {
  return sendRaw(port, `${line}\r\n${headers}\r\n`)
}

const statusOf = (answer: string): number => Number(answer.match(/^HTTP\/1\.1 (\d{3}) /)?.[1])

describe('a request that is not our answer', () => {
  it.each([
    ['GET /favicon.ico HTTP/1.1', 404],
    ['GET /robots.txt HTTP/1.1', 404],
    ['GET / HTTP/1.1', 404],
    ['GET /callback/../x?state=state-1 HTTP/1.1', 404],
    ['GET //callback?code=x&state=state-1 HTTP/1.1', 404],
    ['GET /callback%2f?code=x&state=state-1 HTTP/1.1', 404],
    ['GET /x/../callback?code=x&state=state-1 HTTP/1.1', 404],
    ['GET http://127.0.0.1/callback?code=x&state=state-1 HTTP/1.1', 400],
    ['GET http://evil.example/callback?code=x&state=state-1 HTTP/1.1', 400],
    ['POST /callback/?code=x&state=state-1 HTTP/1.1', 404],
    ['HEAD /callback?code=x&state=state-1 HTTP/1.1', 405],
    ['PUT /callback?code=x&state=state-1 HTTP/1.1', 405],
    ['OPTIONS /callback?code=x&state=state-1 HTTP/1.1', 405],
    ['OPTIONS * HTTP/1.1', 400],
    ['GET callback?state=state-1 HTTP/1.1', 400],
    ['nonsense', 400],
  ])('%s is answered with %i and changes nothing (H44, H46)', async (line, status) => {
    expect(statusOf(await raw(line))).toBe(status)
    await expectUndisturbed()
    expect(events).toEqual([])
  })

  it('CONNECT gets nothing and changes nothing', async () => {
    expect(await raw('CONNECT 127.0.0.1:443 HTTP/1.1')).toBe('')
    await expectUndisturbed()
  })

  it('is told that only GET and POST are answered (V3)', async () => {
    const { headers } = await visit(`${redirect.redirectUri}?state=state-1`, { method: 'PUT' })
    expect(headers).toMatchObject({ allow: 'GET, POST', connection: 'close', 'cache-control': 'no-store' })
    expect(headers).not.toHaveProperty('access-control-allow-origin')
  })

  it.each([
    ['another name', 'Host: evil.example\r\n'],
    ['another name with our port', 'Host: evil.example:PORT\r\n'],
    ['another port', 'Host: 127.0.0.1:1\r\n'],
    ['two names', 'Host: 127.0.0.1:PORT\r\nHost: evil.example\r\n'],
    ['no name', ''],
  ])('is refused where the Host header has %s (V4)', async (_name, headers) => {
    const answer = await raw('GET /callback?code=x&state=state-1 HTTP/1.1', headers.replace('PORT', String(port)))
    expect(statusOf(answer)).toBe(400)
    await expectUndisturbed()
  })

  it.each([
    ['a control character', 'X: a\u0001b\r\n'],
    ['two lengths of its body', 'Content-Length: 1\r\nTransfer-Encoding: chunked\r\n'],
  ])('is refused where a header has %s', async (_name, header) => {
    const headers = `Host: 127.0.0.1:${port}\r\n${header}`
    expect(statusOf(await raw('GET /callback?code=x&state=state-1 HTTP/1.1', headers))).toBe(400)
    await expectUndisturbed()
  })

  it('is refused without a Host header in HTTP/1.0 too', async () => {
    expect(statusOf(await raw('GET /callback?code=x&state=state-1 HTTP/1.0', ''))).toBe(400)
    await expectUndisturbed()
  })

  it.each([
    ['a query above 16 KB', 17, 414],
    ['headers above 32 KB', 40, 431],
  ])('is refused with %s', async (_name, kilobytes, status) => {
    expect((await visit(`${redirect.redirectUri}?state=state-1&code=${'x'.repeat(kilobytes * 1024)}`)).status).toBe(
      status,
    )
    await expectUndisturbed()
  })
})

describe('an answer that belongs to no sign-in of ours', () => {
  const hostile = 'error=%3Cscript%3Ealert(1)%3C/script%3E&error_description=secret-text&error_uri=javascript:alert(1)'

  it.each([
    ['?code=secret-text', { reason: 'no_state', hasError: false }],
    [`?${hostile}`, { reason: 'no_state', hasError: true }],
    [`?${hostile}&state=state-2`, { reason: 'wrong_state', hasError: true }],
    ['?code=secret-text&state=state-1&state=state-1', { reason: 'repeated_state', hasError: false }],
  ])('%s is shown as such, without its content (H43)', async (query, event) => {
    const { status, headers, body } = await visit(`${redirect.redirectUri}${query}`)
    expect(status).toBe(400)
    expect(headers).not.toHaveProperty('allow')
    expect(body).toContain('This answer does not belong to the sign-in that is under way.')
    expect(body).not.toMatch(/secret-text|alert|javascript|state-/)
    expect(events).toEqual([{ type: 'callback_ignored', from: 'browser', ...event }])
    await expectUndisturbed()
  })

  it('is told of twenty times, and a page that sends them without end is not told of any more', async () => {
    for (let count = 0; count < 30; count++) {
      expect((await visit(`${redirect.redirectUri}?error=x`)).status).toBe(400)
    }
    expect(events).toHaveLength(20)
    await expectUndisturbed()
  })

  it.each([
    ['throws', () => JSON.parse('broken')],
    ['fails later', async () => JSON.parse('broken')],
  ])('does not end the program where the event handler %s', async (_, onEvent) => {
    const other = await createListen({ port: 0, onEvent })({ state: 'state-1' })
    for (const _ of [1, 2]) expect((await visit(`${other.redirectUri}?state=wrong`)).status).toBe(400)
    await other.close()
  })
})

describe('an answer that cannot be tied to this sign-in is noted', () => {
  it.each([
    ['/callback?code=x', 'no_state'],
    ['/callback?code=x&state=state-2', 'wrong_state'],
    ['/callback?state=state-1&state=state-1&error=x', 'repeated_state'],
    ['/callback/?code=x&state=state-1', 'wrong_path'],
  ])('%s as %s', async (target, reason) => {
    expect(redirect.ignored()).toBeUndefined()
    await raw(`GET ${target} HTTP/1.1`)
    expect(redirect.ignored()).toBe(reason)
  })

  it('a form that is posted as posted, and is told at once, without its content (H50)', async () => {
    const form = 'code=secret-text&state=state-1'
    const length = `Content-Length: ${form.length}\r\n`
    const page = await sendRaw(port, `POST /callback HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n${length}\r\n${form}`)
    expect([statusOf(page), redirect.ignored()]).toEqual([400, 'posted'])
    expect(page).not.toContain('secret-text')
    expect(events).toEqual([{ type: 'callback_ignored', from: 'browser', reason: 'posted', hasError: false }])
    await expectUndisturbed()
  })

  it.each(['/favicon.ico', '/callback', '/callback?x=code'])('but not %s, which is none', async (target) => {
    await raw(`GET ${target} HTTP/1.1`)
    expect(redirect.ignored()).toBeUndefined()
  })
})
