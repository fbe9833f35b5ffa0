import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hostile } from '../../../scripts/hostile.ts'
import { type CallbackEvent, createListen, type Redirect } from '../src/index.ts'
import { closed, openSocket, visit } from './browser.ts'
import { state } from './hostile-requests.ts'

/** The bytes that a hanging connection has sent: nothing, or any beginning of a request. */
const beginnings = fc
  .tuple(
    fc.constantFrom(
      `GET /callback?code=x&state=${state} HTTP/1.1\r\nHost: x\r\nX: y\r\n`,
      'POST /callback HTTP/1.1\r\nContent-Length: 9\r\nHost: x\r\nTransfer',
    ),
    fc.nat({ max: 60 }),
  )
  .map(([request, length]) => request.slice(0, length))

/** A connection that sends that much and no more. The promise it gives resolves when it has ended. */
async function hang(redirect: Redirect, bytes: string): Promise<{ readonly ended: Promise<void> }> {
  const socket = await openSocket(Number(new URL(redirect.redirectUri).port))
  const ended = closed(socket)
  socket.write(bytes)
  return { ended }
}

async function expectSignIn(redirect: Redirect): Promise<void> {
  const browser = visit(`${redirect.redirectUri}?code=true-code&state=${state}`)
  expect((await redirect.response).searchParams.get('code')).toBe('true-code')
  await redirect.finish('signed_in')
  expect((await browser).status).toBe(200)
}

describe('connections that hang', () => {
  it('keep neither the answer out nor the server open, however many there are and whatever they began (H46)', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(beginnings, { minLength: 55, maxLength: 150, size: 'max' }), async (all) => {
        const redirect = await createListen({ port: 0 })({ state })
        const hanging = await Promise.all(all.map((bytes) => hang(redirect, bytes)))
        await expectSignIn(redirect)
        await redirect.close()
        await Promise.all(hanging.map(({ ended }) => ended))
      }),
      hostile(20),
    )
  })

  it('keep neither the answer out nor the server open while more and more of them come', async () => {
    const redirect = await createListen({ port: 0 })({ state })
    const hanging: Promise<void>[] = []
    const flood = async (): Promise<void> => {
      for (;;) hanging.push((await hang(redirect, 'GET /callback?')).ended)
    }
    const floods = Promise.allSettled([flood(), flood(), flood()])
    await expectSignIn(redirect)
    await redirect.close()
    // Each flood ends where nobody listens any more.
    expect((await floods).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
    await Promise.all(hanging)
    expect(hanging.length).toBeGreaterThan(0)
  })
})

it('50 sign-ins at a time get their own answers and pages only, in whatever order and wherever else these are brought (H42, H47)', async () => {
  const indexes = Array.from({ length: 50 }, (_, index) => index)
  const order = fc.shuffledSubarray(indexes, { minLength: 50 })
  await fc.assert(
    fc.asyncProperty(order, fc.integer({ min: 1, max: 49 }), async (own, shift) => {
      const events: CallbackEvent[] = []
      const listen = createListen({ port: 0, onEvent: (event) => events.push(event) })
      const redirects = await Promise.all(indexes.map((index) => listen({ state: `state-${index}` })))
      const bring = (to: number, from: number) =>
        visit(`${redirects[to]?.redirectUri}?code=${from}&state=state-${from}`)
      const strangers = await Promise.all(own.map((index) => bring((index + shift) % 50, index)))
      expect(strangers.map(({ status }) => status)).toEqual(own.map(() => 400))
      expect(events).toEqual(own.map(() => expect.objectContaining({ reason: 'wrong_state' })))
      const browsers = own.map((index) => bring(index, index))
      const codes = await Promise.all(redirects.map(async ({ response }) => (await response).searchParams.get('code')))
      expect(codes).toEqual(indexes.map(String))
      const endings = redirects.map((redirect, index) => redirect.finish({ error: 'failed', message: `End ${index}.` }))
      await Promise.all(endings)
      const pages = await Promise.all(browsers)
      expect(pages.map(({ body }) => body.match(/End (\d+)\./)?.[1])).toEqual(own.map(String))
      await Promise.all(redirects.map((redirect) => redirect.close()))
    }),
    hostile(10),
  )
})
