import { beforeEach, describe, expect, it } from 'vitest'
import type { CallbackEvent, Redirect } from '../src/index.ts'
import { visit } from './browser.ts'
import { open } from './opening.ts'
import { type Typist, typist } from './typist.ts'

let person: Typist
let events: CallbackEvent[]
let redirect: Redirect
let answer: string

beforeEach(async () => {
  person = typist()
  events = []
  redirect = await open({
    port: 0,
    serverName: 'mcp.example.com',
    readPasted: person.readPasted,
    onEvent: (event) => events.push(event),
  })
  answer = `${redirect.redirectUri}?code=a-code&state=state-1`
})

/** The next turn of the event loop, when what could happen has happened. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

describe('a pasted answer', () => {
  it('is the response, and nothing is read after it', async () => {
    await person.paste(` '${answer}' `)
    expect((await redirect.response).href).toBe(answer)
    expect(person.signals.map(({ aborted }) => aborted)).toEqual([true])
    expect(events).toEqual([])
  })

  it('has the redirect URI and its own query, whatever host it was pasted with', async () => {
    await person.paste(answer.replace('127.0.0.1', 'localhost').replace('a-code', 'a%20code'))
    expect((await redirect.response).href).toBe(answer.replace('a-code', 'a%20code'))
  })

  it('lets a browser that comes later see the outcome, before and after it is known', async () => {
    await person.paste(answer)
    await redirect.response
    const early = visit(answer)
    await visit(redirect.redirectUri)
    await redirect.finish('signed_in')
    for (const browser of [await early, await visit(answer)]) {
      expect(browser).toMatchObject({ status: 200, body: expect.stringContaining('Sign-in complete') })
    }
  })

  it('does not replace the answer that a browser brought', async () => {
    const browser = visit(answer)
    await redirect.response
    await person.paste(answer.replace('a-code', 'another-code'))
    await turn()
    expect((await redirect.response).href).toBe(answer)
    await redirect.finish('signed_in')
    expect((await browser).status).toBe(200)
  })

  it('may come after others that were refused, each with an event that holds nothing of it', async () => {
    const texts = [
      ['SplxlOBeZQ', 'bare_code'],
      ['https://as.example.com/authorize?state=state-1', 'wrong_address'],
      [answer.replace('state-1', 'state-2'), 'wrong_state'],
      ['error=access_denied', 'no_state'],
      [`${answer}&state=state-1`, 'repeated_state'],
      ['what now?', 'not_an_answer'],
    ] as const
    for (const [text] of texts) await person.paste(text)
    await person.paste(answer)
    await redirect.response
    expect(events).toEqual(
      texts.map(([text, why]) => ({
        type: 'callback_ignored',
        from: 'paste',
        reason: why,
        hasError: text.startsWith('error'),
      })),
    )
  })

  it('may come line by line', async () => {
    await person.paste(answer.slice(0, 40))
    await person.paste('')
    await person.paste(answer.slice(40))
    expect((await redirect.response).href).toBe(answer)
    expect(events).toHaveLength(1)
  })

  it('may say that the sign-in failed', async () => {
    await person.paste('error=access_denied&state=state-1')
    expect((await redirect.response).searchParams.get('error')).toBe('access_denied')
  })
})
