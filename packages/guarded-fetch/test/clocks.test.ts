import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { displayRequestUrl } from '../src/display-request-url.ts'
import { createGuardedFetch } from '../src/index.ts'
import { limitBody } from '../src/limited-body.ts'
import { startTimeLimits } from '../src/time-limits.ts'
import { toGuardedFetchError } from '../src/to-guarded-fetch-error.ts'

const url = 'https://as.test/'

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
afterEach(() => void vi.useRealTimers())

/** A request that is answered by a test, and its signal. */
function createAsked(answer: () => Response) {
  const signals: AbortSignal[] = []
  const fetch = createGuardedFetch({
    env: {},
    fetch: async (_, init) => {
      if (init?.signal) signals.push(init.signal)
      return answer()
    },
  })
  return { fetch, signals }
}

describe('the clocks of a request', () => {
  it('are 60 s for the beginning of an answer, and 90 s for all of it', async () => {
    const { fetch, signals } = createAsked(() => new Response(new ReadableStream()))
    await fetch(url)
    await vi.advanceTimersByTimeAsync(89_999)
    expect(signals[0]?.aborted).toBe(false)
    await vi.advanceTimersByTimeAsync(1)
    expect(signals[0]?.reason).toMatchObject({
      code: 'too_slow',
      message: `${url} did not end its answer within 90 s.`,
    })
  })

  it.each<[string, () => Response, (response: Response) => Promise<unknown>]>([
    ['read to its end', () => new Response('text'), (response) => response.text()],
    ['cancelled', () => new Response(new ReadableStream()), async (response) => response.body?.cancel()],
    ['without a body', () => new Response(null), async () => undefined],
    [
      'broken off',
      () => new Response(new ReadableStream({ start: (controller) => controller.error(new Error('reset')) })),
      (response) => response.text().catch(() => undefined),
    ],
    ['too long', () => new Response('x'.repeat(2 ** 20 + 1)), (response) => response.text().catch(() => undefined)],
  ])('stop where an answer was %s', async (_, answer, read) => {
    const { fetch } = createAsked(answer)
    await read(await fetch(url))
    expect(vi.getTimerCount()).toBe(0)
  })

  it('stop where a request fails, or is refused', async () => {
    const failing = createGuardedFetch({ env: {}, fetch: () => Promise.reject(new TypeError('fetch failed')) })
    await expect(failing(url)).rejects.toThrow('fetch failed')
    await expect(failing('https://10.0.0.1/')).rejects.toMatchObject({ code: 'insecure_url' })
    expect(vi.getTimerCount()).toBe(0)
  })

  it('are one each, and none where a limit is more than a timer can hold', () => {
    const clocks = startTimeLimits('as.test', { firstByte: 2 ** 31 - 1, total: 2 ** 31 - 1 })
    expect(vi.getTimerCount()).toBe(2)
    clocks.begun()
    expect(vi.getTimerCount()).toBe(1)
    clocks.end()
    expect(vi.getTimerCount()).toBe(0)
    startTimeLimits('as.test', { firstByte: 2 ** 31, total: 2 ** 31 })
    expect(vi.getTimerCount()).toBe(0)
  })

  it('hold no program open', () => {
    vi.useRealTimers()
    const holding = (): number => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length
    const before = holding()
    const clocks = startTimeLimits('as.test', { firstByte: 10_000, total: 10_000 })
    expect(holding()).toBe(before)
    clocks.end()
  })
})

describe('the end of a body', () => {
  it('has what it came from cancelled where the reader gives up', async () => {
    const reasons: unknown[] = []
    const onEnd = vi.fn()
    const body = new ReadableStream({ cancel: (reason) => void reasons.push(reason) })
    await limitBody(new Response(body), { limit: 1, name: 'as.test', onEnd }).body?.cancel('enough')
    expect(reasons).toEqual(['enough'])
    expect(onEnd).toHaveBeenCalledTimes(1)
  })
})

describe('a declared length', () => {
  it('of just the limit is read', async () => {
    const { fetch } = createAsked(() => new Response('text', { headers: { 'content-length': String(2 ** 20) } }))
    expect(await (await fetch(url)).text()).toBe('text')
  })
})

it('a caller who gives up during a redirect ends it', async () => {
  const caller = new AbortController()
  const answers = [new Response(null, { status: 302, headers: { location: '/b' } })]
  const fetch = createGuardedFetch({
    env: {},
    fetch: async (_, init) => {
      const answer = answers.shift()
      if (answer) return answer
      caller.abort(new Error('mine'))
      init?.signal?.throwIfAborted()
      return new Response('not reached')
    },
  })
  await expect(fetch(url, { signal: caller.signal })).rejects.toThrow('mine')
})

describe('an error', () => {
  it('has a name by which it is found in logs', async () => {
    const { fetch } = createAsked(() => new Response())
    await expect(fetch('https://10.0.0.1/')).rejects.toMatchObject({ name: 'GuardedFetchError' })
  })

  it('of fetch stays what it is where its cause has no code', () => {
    const limits = { body: 1, headers: 1, connect: 1, firstByte: 1, total: 1 }
    for (const cause of [null, undefined, 'text', {}]) {
      const error = new Error('fetch failed', { cause })
      expect(toGuardedFetchError(error, { url: 'https://as.test/', limits, proxy: undefined })).toBe(error)
    }
  })

  it.each([
    ['https://user:pw@as.test/token?code=c#f', 'https://as.test/token'],
    ['mailto:user@as.test', 'mailto:'],
    ['file:///etc/passwd', 'file:'],
    ['no URL', '"no URL"'],
  ])('about %s says %s', (text, name) => {
    expect(displayRequestUrl(text)).toBe(name)
  })

  it('about a redirect that nobody wants says so', async () => {
    const { fetch } = createAsked(() => new Response(null, { status: 302, headers: { location: '/b' } }))
    await expect(fetch(url, { redirect: 'error' })).rejects.toMatchObject({
      message: `${url} redirects where no redirect is wanted, and is not followed.`,
    })
  })
})
