import { getEventListeners } from 'node:events'
import { request } from 'node:http'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { checkOptions } from '../src/callback-options.ts'
import { createListen, type Redirect } from '../src/index.ts'
import { listen } from '../src/listen.ts'
import { closed, openSocket, visit } from './browser.ts'

let redirect: Redirect
let answer: string

beforeEach(async () => {
  redirect = await createListen({ port: 0 })({ state: 'state-1' })
  answer = `${redirect.redirectUri}?code=a-code&state=state-1`
})
afterEach(() => redirect.close())

describe('close', () => {
  it('tells a waiting browser that the sign-in ended early (H49)', async () => {
    const browser = visit(answer)
    await redirect.response
    await redirect.close()
    expect(await browser).toMatchObject({
      status: 400,
      body: expect.stringContaining('The sign-in ended before it was complete.'),
    })
  })

  it('rejects the response that nobody brought', async () => {
    await redirect.close()
    await expect(redirect.response).rejects.toMatchObject({ name: 'CallbackServerError', code: 'closed' })
  })

  it('does not end the program where nobody looks at the response', async () => {
    const unhandled = vi.fn()
    process.once('unhandledRejection', unhandled)
    await redirect.close()
    await new Promise((resolve) => setImmediate(resolve))
    process.off('unhandledRejection', unhandled)
    expect(unhandled).not.toHaveBeenCalled()
  })

  it('keeps the answer that came (H49)', async () => {
    const browser = visit(answer)
    await redirect.response
    await redirect.close()
    await browser
    expect((await redirect.response).href).toBe(answer)
  })

  it('may be called again, and finish after it', async () => {
    await Promise.all([redirect.close(), redirect.close()])
    await redirect.close()
    await redirect.finish('signed_in')
    await expect(visit(answer)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  })

  it('is not blocked by clients that are idle, slow or keep their connection', async () => {
    const { host, port } = new URL(answer)
    const [idle, slow, body] = await Promise.all([1, 2, 3].map(() => openSocket(Number(port))))
    slow?.write('GET /callback?code=')
    body?.write(`POST /callback HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 1000\r\n\r\nx`)
    const kept = request(answer.replace('state-1', 'x'), { headers: { Connection: 'keep-alive' } }).end()
    await new Promise((resolve) => kept.once('response', resolve))
    const ends = [idle, slow, body].flatMap((socket) => (socket ? [closed(socket)] : []))
    await redirect.close()
    await Promise.all(ends)
    expect(ends).toHaveLength(3)
  })
})

describe('the signal', () => {
  const reason = new Error('The person pressed Ctrl-C.')

  it('opens nothing where it was aborted before (H49)', async () => {
    const port = Number(new URL(answer).port)
    const open = createListen({ port, fallbackPorts: [] })
    await expect(open({ state: 'state-1', signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
    await expect(open({ state: 'state-1' })).rejects.toMatchObject({ code: 'port_in_use' })
  })

  it('leaves nothing open where it is aborted while the port is bound', async () => {
    const { port } = new URL(redirect.redirectUri)
    await redirect.close()
    const settings = checkOptions({ port: Number(port), fallbackPorts: [] })
    const controller = new AbortController()
    const opening = listen(settings, { state: 'state-1', signal: controller.signal })
    controller.abort(reason)
    await expect(opening).rejects.toBe(reason)
    await expect(visit(answer)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  })

  it('ends the wait with its reason, and the server', async () => {
    const controller = new AbortController()
    const other = await createListen({ port: 0 })({ state: 'state-1', signal: controller.signal })
    controller.abort(reason)
    await expect(other.response).rejects.toBe(reason)
    await other.close()
    await expect(other.response).rejects.toBe(reason)
    await expect(visit(other.redirectUri)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  })

  it('is not watched any more after close', async () => {
    const { signal } = new AbortController()
    const other = await createListen({ port: 0 })({ state: 'state-1', signal })
    expect(getEventListeners(signal, 'abort')).toHaveLength(1)
    await other.close()
    expect(getEventListeners(signal, 'abort')).toEqual([])
  })

  it('tells a waiting browser that the sign-in ended early (H49)', async () => {
    const controller = new AbortController()
    const other = await createListen({ port: 0 })({ state: 'state-1', signal: controller.signal })
    const browser = visit(`${other.redirectUri}?code=a-code&state=state-1`)
    await other.response
    controller.abort(reason)
    expect((await browser).body).toContain('The sign-in ended before it was complete.')
    await other.close()
  })
})
