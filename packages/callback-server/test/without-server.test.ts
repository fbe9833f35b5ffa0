import { describe, expect, it, vi } from 'vitest'
import { type CallbackEvent, type CallbackOptions, CallbackServerError, type Redirect } from '../src/index.ts'
import { withoutServer } from '../src/paste/accept-pasted.ts'
import { busyPort, open, uri } from './opening.ts'
import { type Typist, typist } from './typist.ts'

interface Opened {
  readonly port: number
  readonly redirect: Redirect
  readonly person: Typist
  readonly events: readonly CallbackEvent[]
}

/** A sign-in whose ports are all busy. */
async function openBusy(more: Partial<CallbackOptions> = {}): Promise<Opened> {
  const port = await busyPort()
  const person = typist()
  const events: CallbackEvent[] = []
  const onEvent = (event: CallbackEvent): void => void events.push(event)
  const options = { port, fallbackPorts: [], readPasted: person.readPasted, onEvent, ...more }
  return { port, person, events, redirect: await open(options) }
}

describe('where nothing listens', () => {
  it('says so, and has the redirect URI that would have been bound', async () => {
    const { port, redirect, events } = await openBusy()
    expect(redirect).toMatchObject({ redirectUri: uri(port), redirectUris: [uri(port)] })
    expect(events).toEqual([
      { type: 'callback_unavailable', redirectUri: uri(port), error: expect.any(CallbackServerError) },
    ])
    expect(events[0]).toMatchObject({ error: { code: 'port_in_use' } })
  })

  it('keeps what a later listener may bind', async () => {
    const [first, second] = [await busyPort(), await busyPort()]
    const { redirect } = await openBusy({ port: first, fallbackPorts: [second], path: '/callback' })
    expect(redirect.redirectUris).toEqual([uri(first), uri(second)])
  })

  it('is still an error where nobody can paste', async () => {
    await expect(openBusy({ readPasted: undefined })).rejects.toMatchObject({ code: 'port_in_use' })
  })

  it('takes the pasted answer, and the outcome and close end it', async () => {
    const { port, redirect, person } = await openBusy()
    await person.paste(`${uri(port)}?code=a-code&state=state-1`)
    expect((await redirect.response).href).toBe(`${uri(port)}?code=a-code&state=state-1`)
    await redirect.finish('signed_in')
    await redirect.close()
    expect(person.signals.map(({ aborted }) => aborted)).toEqual([true])
  })

  it.each<[string, (person: Typist) => Promise<void>]>([
    ['nothing', (person) => person.paste(undefined)],
    [
      'nothing that fits',
      async (person) => {
        await person.paste('what now?')
        await person.paste(undefined)
      },
    ],
  ])('ends the wait where %s was pasted before the input ended, with both reasons (H53)', async (_name, end) => {
    const { port, redirect, person, events } = await openBusy()
    void end(person)
    const { response } = redirect
    await expect(response).rejects.toMatchObject({ name: 'CallbackServerError', code: 'closed' })
    await expect(response).rejects.toMatchObject({ cause: { code: 'port_in_use' } })
    await expect(response).rejects.toThrow(
      `nothing listens for the browser, and no answer was pasted. The browser cannot come back: port ${port} on 127.0.0.1`,
    )
    await expect(response).rejects.toThrow(
      'sign in again, and paste the address of the page at which the browser ends.',
    )
    expect(events[0]).toMatchObject({ type: 'callback_unavailable' })
  })

  it('does not end the program where nobody looks at the response', async () => {
    const unhandled = vi.fn()
    process.once('unhandledRejection', unhandled)
    const { redirect } = await openBusy({ readPasted: () => Promise.reject(new Error('The terminal is gone.')) })
    await new Promise((resolve) => setImmediate(resolve))
    process.off('unhandledRejection', unhandled)
    expect(unhandled).not.toHaveBeenCalled()
    await expect(redirect.response).rejects.toMatchObject({ code: 'closed' })
  })

  it('ends with close, and with the reason of the signal', async () => {
    const { redirect } = await openBusy()
    await redirect.close()
    await expect(redirect.response).rejects.toThrow('The callback server was closed before an answer came.')

    const reason = new Error('The person pressed Ctrl-C.')
    const controller = new AbortController()
    const person = typist()
    const options = { port: await busyPort(), fallbackPorts: [], readPasted: person.readPasted }
    const other = await open(options, { signal: controller.signal })
    controller.abort(reason)
    await expect(other.response).rejects.toBe(reason)
    expect(person.signals.map(({ aborted }) => aborted)).toEqual([true])
  })

  it('has port 3030 where any would have done, and keeps errors that are no refusal of the system', () => {
    const refusal = new CallbackServerError('listen_failed', 'No address.')
    expect(withoutServer([0], refusal)).toEqual({ port: 3030, servers: [], refusal })
    expect(() => withoutServer([0], new TypeError('a bug'))).toThrow('a bug')
  })
})
