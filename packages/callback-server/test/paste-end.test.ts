import { describe, expect, it, vi } from 'vitest'
import type { CallbackEvent } from '../src/index.ts'
import { visit } from './browser.ts'
import { open } from './opening.ts'
import { typist } from './typist.ts'

const reason = new Error('The person pressed Ctrl-C.')

describe('the reader of pasted texts', () => {
  it('is not asked for any more once a browser brought the answer', async () => {
    const person = typist()
    const redirect = await open({ port: 0, readPasted: person.readPasted })
    const browser = visit(`${redirect.redirectUri}?code=a-code&state=state-1`)
    await redirect.response
    expect(person.signals.map(({ aborted }) => aborted)).toEqual([true])
    await redirect.finish('signed_in')
    await browser
  })

  it.each([
    ['ends', (): Promise<undefined> => Promise.resolve(undefined)],
    ['fails', () => Promise.reject(new Error('The terminal is gone.'))],
    [
      'fails at once',
      () => {
        throw new Error('There is no terminal.')
      },
    ],
  ])('leaves the sign-in to the browser where the input %s, and is not asked for again (H53)', async (_name, end) => {
    const unhandled = vi.fn()
    process.once('unhandledRejection', unhandled)
    const readPasted = vi.fn(end)
    const other = await open({ port: 0, readPasted })
    await new Promise((resolve) => setImmediate(resolve))
    process.off('unhandledRejection', unhandled)
    const browser = visit(`${other.redirectUri}?code=a-code&state=state-1`)
    expect((await other.response).searchParams.get('code')).toBe('a-code')
    await other.finish('signed_in')
    expect((await browser).status).toBe(200)
    expect(readPasted).toHaveBeenCalledTimes(1)
    expect(unhandled).not.toHaveBeenCalled()
  })

  it('is not read after close, also where the reader knows no signal', async () => {
    const person = typist()
    const events: CallbackEvent[] = []
    const onEvent = (event: CallbackEvent): void => void events.push(event)
    const redirect = await open({ port: 0, readPasted: person.readPasted, onEvent })
    await redirect.close()
    expect(person.signals.map(({ aborted }) => aborted)).toEqual([true])
    await person.paste('too late')
    await new Promise((resolve) => setImmediate(resolve))
    expect(person.signals).toHaveLength(1)
    expect(events).toEqual([])
    await expect(redirect.response).rejects.toMatchObject({ code: 'closed' })
  })

  it('is not read after the signal, whose reason ends the wait', async () => {
    const controller = new AbortController()
    const later = typist()
    const other = await open({ port: 0, readPasted: later.readPasted }, { signal: controller.signal })
    controller.abort(reason)
    await expect(other.response).rejects.toBe(reason)
    expect(later.signals.map(({ aborted }) => aborted)).toEqual([true])
  })

  it('is not asked again where the sign-in was ended because of what it gave', async () => {
    const controller = new AbortController()
    const person = typist()
    const onEvent = (): void => controller.abort(reason)
    const redirect = await open({ port: 0, readPasted: person.readPasted, onEvent }, { signal: controller.signal })
    await person.paste('what now?')
    await redirect.close()
    await new Promise((resolve) => setImmediate(resolve))
    expect(person.signals).toHaveLength(1)
  })

  it('is not asked for where the signal was aborted while the port was bound', async () => {
    const controller = new AbortController()
    const readPasted = vi.fn()
    const opening = open({ port: 0, readPasted }, { signal: controller.signal })
    controller.abort(reason)
    await expect(opening).rejects.toBe(reason)
    expect(readPasted).not.toHaveBeenCalled()
  })

  it('does not keep the browser out, however fast it comes', async () => {
    const other = await open({ port: 0, readPasted: () => Promise.resolve('what now?') })
    const browser = visit(`${other.redirectUri}?code=a-code&state=state-1`)
    await other.response
    await other.finish('signed_in')
    expect((await browser).status).toBe(200)
  })

  it('does not end the program where the event handler throws', async () => {
    const thrower = typist()
    const onEvent = (): never => {
      throw new Error('broken handler')
    }
    const other = await open({ port: 0, readPasted: thrower.readPasted, onEvent })
    await thrower.paste('what now?')
    await thrower.paste('code=a-code&state=state-1')
    expect((await other.response).searchParams.get('code')).toBe('a-code')
  })
})
