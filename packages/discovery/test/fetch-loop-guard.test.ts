import { afterEach, describe, expect, it, vi } from 'vitest'
import { createFetchLoopGuard } from '../src/untrusted/index.ts'

type Fetch = typeof globalThis.fetch

/** The network, as the global `fetch` of the time when a loop guard is made. */
function atFirst(): { readonly sent: string[]; readonly fetch: Fetch } {
  const sent: string[] = []
  const fetch: Fetch = async (input) => {
    sent.push(String(input))
    return new Response('first')
  }
  vi.stubGlobal('fetch', fetch)
  return { sent, fetch }
}

/** A `fetch` of ours, which takes a while before it sends. */
function ours(below?: Fetch, make = createFetchLoopGuard, sends: 'sendOwn' | 'forward' = 'sendOwn') {
  const asked: string[] = []
  const loopGuard = make()
  const send = loopGuard[sends](below)
  const fetch = loopGuard.receive(async (input, init) => {
    asked.push(String(input))
    await Promise.resolve()
    return send(input, init)
  })
  return { asked, fetch }
}

const url = 'https://mcp.example.com/'

afterEach(() => vi.unstubAllGlobals())

describe.each([
  { runtime: 'with async_hooks', hooks: true },
  { runtime: 'without', hooks: false },
  { runtime: 'with a process that has no such module', hooks: false, process: {} },
])('in a runtime $runtime, a fetch that stands in place of the global one', ({ hooks, process }) => {
  const wrappers: readonly (readonly [string, (fetch: Fetch) => Fetch])[] = [
    ['itself', (fetch) => fetch],
    ['in a function', (fetch) => (input, init) => fetch(input, init)],
    ['in one that looks at the answer', (fetch) => async (input, init) => (await fetch(input, init)).clone()],
    // Nothing but the runtime can tell that it is the same request.
    ...(hooks
      ? [
          [
            'in one that waits first and makes a request of its own, as msw does',
            (fetch: Fetch): Fetch =>
              async (input, init) => {
                const request = new Request(input, init)
                await Promise.resolve()
                return fetch(request.url)
              },
          ] as const,
        ]
      : []),
  ]

  async function load() {
    if (!hooks) vi.stubGlobal('process', process)
    vi.resetModules()
    return import('../src/untrusted/fetch-loop-guard.ts')
  }

  it.each(wrappers)('sends each request once: %s', async (_, wrap) => {
    const { createFetchLoopGuard } = await load()
    const { sent } = atFirst()
    const { asked, fetch } = ours(undefined, createFetchLoopGuard)
    vi.stubGlobal('fetch', wrap(fetch))
    expect(await (await globalThis.fetch(url)).text()).toBe('first')
    await Promise.all([globalThis.fetch(`${url}a`), globalThis.fetch(`${url}b`)])
    expect([asked, sent.toSorted()]).toEqual([
      [url, `${url}a`, `${url}b`],
      [url, `${url}a`, `${url}b`],
    ])
  })
})

it('sends by the global fetch of the moment, which others replace later', async () => {
  const { sent } = atFirst()
  const { fetch } = ours()
  vi.stubGlobal('fetch', async () => new Response('later'))
  expect(await (await fetch(url)).text()).toBe('later')
  expect(sent).toEqual([])
})

it.each([
  { whose: 'of another', sends: 'forward', seen: [url] },
  { whose: 'of ours, which has all that it needs', sends: 'sendOwn', seen: [] },
] as const)(
  'the request $whose is seen by the next one in place of the global one: $seen (H143)',
  async ({ sends, seen }) => {
    const { sent } = atFirst()
    const one = ours()
    vi.stubGlobal('fetch', one.fetch)
    const two = ours(undefined, createFetchLoopGuard, sends)
    vi.stubGlobal('fetch', two.fetch)
    await globalThis.fetch(url)
    expect([two.asked, one.asked, sent]).toEqual([[url], seen, [url]])
  },
)

it('one that checks whom is asked sees what is ours as well, once', async () => {
  const { sent } = atFirst()
  const asked: string[] = []
  const loopGuard = createFetchLoopGuard()
  const send = loopGuard.forward()
  const checked = loopGuard.inspect((input, init) => {
    asked.push(String(input))
    return send(input, init)
  })
  vi.stubGlobal('fetch', checked)
  await createFetchLoopGuard().sendOwn(checked)(url)
  await createFetchLoopGuard().sendOwn()(url)
  expect([asked, sent]).toEqual([
    [url, url],
    [url, url],
  ])
})

it('one that is given a fetch which sends by the global one sends each request once (H140)', async () => {
  const { sent } = atFirst()
  const { asked, fetch } = ours((input, init) => globalThis.fetch(input, init))
  vi.stubGlobal('fetch', fetch)
  await globalThis.fetch(url)
  expect([asked, sent]).toEqual([[url], [url]])
})
