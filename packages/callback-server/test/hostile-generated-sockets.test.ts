import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { hostile } from '../../../scripts/hostile.ts'
import { type CallbackEvent, createListen, type Redirect } from '../src/index.ts'
import { closed, openSocket, visit } from './browser.ts'
import { byte, cuts, garbage, wrong } from './hostile-bytes.ts'
import { marker, path, state } from './hostile-requests.ts'

let redirect: Redirect
let events: CallbackEvent[]
let host: string

beforeEach(async () => {
  events = []
  redirect = await createListen({ port: 0, onEvent: (event) => events.push(event) })({ state })
  host = new URL(redirect.redirectUri).host
})
afterEach(() => redirect.close())

/** Sends bytes in pieces, each in a packet of its own, and resolves with all that came back. */
async function send(bytes: string, cuts: readonly number[]): Promise<string> {
  const socket = await openSocket(Number(host.split(':')[1]))
  let received = ''
  socket.setNoDelay().setEncoding('latin1')
  socket.on('data', (chunk: string) => {
    received += chunk
  })
  const ended = closed(socket)
  const borders = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length]
  for (const [index, border] of borders.slice(1).entries()) {
    if (socket.destroyed) break
    await new Promise((resolve) => socket.write(Buffer.from(bytes.slice(borders[index], border), 'latin1'), resolve))
  }
  socket.end()
  await ended
  return received
}

const pageOf = (answer: string): string => answer.slice(answer.indexOf('\r\n\r\n'))

/** Nothing of a request comes back, nothing that lets another origin read it, and no word that the sign-in went on. */
function expectRefused(answers: string): void {
  expect(answers).not.toMatch(/access-control-|set-cookie|location:|HTTP\/1\.1 [23]/i)
  expect(answers).not.toContain(marker)
  expect(answers).not.toContain(state)
}

/** The sign-in waits as before, no event holds what was sent, and the true answer ends it. */
async function expectUndisturbed(): Promise<void> {
  expect(await Promise.race([redirect.response, Promise.resolve('waiting')])).toBe('waiting')
  expect(JSON.stringify(events)).not.toMatch(new RegExp(`${marker}|${state}`))
  const browser = visit(`${redirect.redirectUri}?code=true-code&state=${state}`)
  expect((await redirect.response).searchParams.get('code')).toBe('true-code')
  await redirect.finish('signed_in')
  expect((await browser).status).toBe(200)
}

describe('a browser or a program that sends', () => {
  it('any bytes, in any pieces, delivers no answer, and is told nothing of them (H44)', async () => {
    await fc.assert(
      fc.asyncProperty(garbage, cuts, async (bytes, places) => {
        expectRefused(await send(bytes.replaceAll('HOST', host), places))
      }),
      hostile(300),
    )
    await expectUndisturbed()
  })

  it('requests that are wrong in any way, one behind the other, delivers no answer, and is told nothing of them (H44)', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(wrong, { minLength: 1, maxLength: 3 }), cuts, async (all, places) => {
        expectRefused(await send(all.join('').replaceAll('HOST', host), places))
      }),
      hostile(300),
    )
    await expectUndisturbed()
  })

  it('any answer that belongs to another sign-in gets the same page as all the others (H43)', async () => {
    const query = fc.array(fc.tuple(fc.constantFrom('code', 'error', 'error_description', 'iss', 'state'), byte), {
      maxLength: 5,
    })
    const page = pageOf(await send(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\n\r\n`, []))
    expect(page).toContain('This answer does not belong to the sign-in that is under way.')
    await fc.assert(
      fc.asyncProperty(query, async (parameters) => {
        const search = new URLSearchParams(parameters).toString()
        expect(pageOf(await send(`GET ${path}?${search} HTTP/1.1\r\nHost: ${host}\r\n\r\n`, []))).toBe(page)
      }),
      hostile(200),
    )
    await expectUndisturbed()
  })
})
