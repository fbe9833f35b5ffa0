import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createListen, type Redirect } from '../src/index.ts'
import type { Outcome } from '../src/internal.ts'
import { contentSecurityPolicy } from '../src/page/page-style.ts'
import { closed, openSocket, sendRaw, visit } from './browser.ts'

let redirect: Redirect
let answer: string

beforeEach(async () => {
  redirect = await createListen({ port: 0, serverName: 'mcp.example.com' })({ state: 'state-1' })
  answer = `${redirect.redirectUri}?code=a-code&state=state-1`
})
afterEach(() => redirect.close())

describe('the browser that brings the answer', () => {
  it('waits until the sign-in is over', async () => {
    const answered = vi.fn()
    const browser = visit(answer).finally(answered)
    expect((await redirect.response).href).toBe(answer)
    // Another browser is served meanwhile: the server is not slow, it waits.
    await visit(redirect.redirectUri)
    expect(answered).not.toHaveBeenCalled()
    await redirect.finish('signed_in')
    expect(await browser).toMatchObject({ status: 200, body: expect.stringContaining('mcp.example.com') })
  })

  it('may bring it by POST, as after a form that was posted: its body is not read, and it gets its page (H50)', async () => {
    const { port } = new URL(redirect.redirectUri)
    const body = `code=other&state=other&x=${'x'.repeat(1024 * 1024)}`
    const lines = [`POST ${answer.slice(answer.indexOf('/callback'))} HTTP/1.1`, `Host: 127.0.0.1:${port}`]
    const browser = sendRaw(Number(port), `${lines.join('\r\n')}\r\nContent-Length: ${body.length}\r\n\r\n${body}`)
    expect((await redirect.response).href).toBe(answer)
    await redirect.finish('signed_in')
    expect(await browser).toContain('Sign-in complete')
  })

  it.each<[Outcome, number, string]>([
    ['signed_in', 200, 'Sign-in complete'],
    [{ error: 'denied', message: 'Said <no>.' }, 400, 'Said &lt;no&gt;.'],
    [{ error: 'expired', message: 'Too slow.' }, 400, 'Too slow.'],
    [{ error: 'failed', message: 'Broken.' }, 400, 'Broken.'],
  ])('is told %j', async (outcome, status, text) => {
    const browser = visit(answer)
    await redirect.response
    await redirect.finish(outcome)
    expect(await browser).toMatchObject({ status, body: expect.stringContaining(text) })
  })

  it('gets a page that may not be kept, framed, sniffed or scripted', async () => {
    const browser = visit(answer)
    await redirect.response
    await redirect.finish('signed_in')
    const { headers, body } = await browser
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'content-length': String(Buffer.byteLength(body)),
      'content-security-policy': contentSecurityPolicy,
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      connection: 'close',
    })
    expect(body).not.toMatch(/a-code|state-1/)
  })

  it('sees the same page on a reload, before and after the sign-in is over (H46)', async () => {
    const first = visit(answer)
    await redirect.response
    const second = visit(`${redirect.redirectUri}?code=another-code&state=state-1`)
    // Requests are taken in the order of their connections.
    await visit(redirect.redirectUri)
    await Promise.all([
      redirect.finish({ error: 'failed', message: 'The first outcome.' }),
      redirect.finish('signed_in'),
    ])
    const third = visit(answer)
    const bodies = (await Promise.all([first, second, third])).map(({ body }) => body)
    expect(bodies[0]).toContain('The first outcome.')
    expect(new Set(bodies).size).toBe(1)
    expect((await redirect.response).searchParams.get('code')).toBe('a-code')
  })

  it('gets the page at once where the outcome was known before', async () => {
    await redirect.finish({ error: 'expired', message: 'Too late.' })
    expect((await visit(answer)).body).toContain('Too late.')
    expect((await redirect.response).href).toBe(answer)
  })

  it('may have gone before the sign-in is over', async () => {
    const socket = await openSocket(Number(new URL(answer).port))
    socket.write(`GET /callback?code=a-code&state=state-1 HTTP/1.1\r\nHost: ${new URL(answer).host}\r\n\r\n`)
    await redirect.response
    socket.destroy()
    await closed(socket)
    await expect(redirect.finish('signed_in')).resolves.toBeUndefined()
  })

  it('has the whole page when finish resolves, even where the program ends right then', async () => {
    const browser = visit(answer)
    await redirect.response
    await redirect.finish('signed_in')
    await redirect.close()
    expect((await browser).body).toMatch(/<\/html>\n$/)
  })
})

it('lets no one take more than 64 connections of a sign-in', async () => {
  const port = Number(new URL(answer).port)
  const sockets = await Promise.all(Array.from({ length: 65 }, () => openSocket(port)))
  const ends = sockets.map((socket) => closed(socket).then(() => socket.bytesRead))
  // Dropped without a word, and before the time limit, which is announced by a 408.
  expect(await Promise.race(ends)).toBe(0)
  await redirect.close()
  await Promise.all(ends)
})
