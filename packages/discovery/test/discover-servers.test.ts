import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { type DiscoveryEvent, discover } from '../src/index.ts'
import { lines, network } from './world.ts'

const serverUrl = 'https://mcp.example/mcp'
const challenge = {}

const metadataUrl = (issuer: string) => `${issuer}/.well-known/oauth-authorization-server`
const metadata = (issuer: string) => ({
  issuer,
  authorization_endpoint: `${issuer}/authorize`,
  token_endpoint: `${issuer}/token`,
})

/** A server that names these issuers, each of which answers as given. */
function named(issuers: Readonly<Record<string, object | number>>, servers: readonly string[] = Object.keys(issuers)) {
  const routes = Object.entries(issuers).map(([issuer, answer]) => [metadataUrl(issuer), answer])
  return network({
    'https://mcp.example/.well-known/oauth-protected-resource/mcp': {
      resource: serverUrl,
      authorization_servers: servers,
    },
    ...Object.fromEntries(routes),
  })
}

const [one, two, three] = ['https://one.example', 'https://two.example', 'https://three.example']
const asked = (sent: ReturnType<typeof named>) =>
  [one, two, three].filter((issuer) => lines(sent).includes(`GET ${metadataUrl(issuer)}`))

it('uses the first of several authorization servers', async () => {
  const sent = named({ [one]: metadata(one), [two]: metadata(two) })
  expect((await discover(serverUrl, { challenge })).server.issuer).toBe(one)
  expect(asked(sent)).toEqual([one])
})

it('uses the next one after a miss (P5)', async () => {
  const sent = named({ [one]: 404, [two]: 403, [three]: metadata(three) })
  expect((await discover(serverUrl, { challenge })).server.issuer).toBe(three)
  expect(asked(sent)).toEqual([one, two, three])
})

it('does not use the next one after a transient error', async () => {
  const sent = named({ [one]: 503, [two]: metadata(two) })
  await expect(discover(serverUrl, { challenge })).rejects.toMatchObject({
    code: 'unreachable',
    message: expect.stringContaining(one),
  })
  expect(asked(sent)).toEqual([one])
})

it('parses no more than 2 MiB of all documents, and names those that it left out (H17)', async () => {
  const issuers = [one, two, three]
  // Trees like this take 28 times the memory of their text.
  const large = { a: Array.from({ length: 300_000 }, () => ({})) }
  const sent = named(Object.fromEntries(issuers.map((issuer) => [issuer, large])))
  const error = await discover(serverUrl, { challenge }).catch((reason) => reason)
  expect(error.code).toBe('invalid_metadata')
  expect(error.attempts[0]).toEqual({
    url: metadataUrl(three),
    reason: 'is larger than 2 MiB with the documents before it',
  })
  expect(asked(sent)).toEqual(issuers)
})

it('parses 2 MiB of all documents', async () => {
  const padding = 'x'.repeat(1024 * 1024 - 400)
  named({ [one]: { padding }, [two]: { ...metadata(two), padding } })
  expect((await discover(serverUrl, { challenge })).server.issuer).toBe(two)
})

it.each([
  ['issuer_mismatch', 'is of another issuer', { ...metadata(one), issuer: two }],
  ['invalid_metadata', 'has no endpoints', { issuer: one }],
  ['insecure_url', 'has a hostile endpoint', { ...metadata(one), token_endpoint: 'file:///x' }],
])('ends with %s where the first document %s', async (code, _, document) => {
  const sent = named({ [one]: document, [two]: metadata(two) })
  await expect(discover(serverUrl, { challenge })).rejects.toMatchObject({ code })
  expect(asked(sent)).toEqual([one])
})

it('passes over one of http to the next, and tells so', async () => {
  const sent = named({ [two]: metadata(two) }, ['http://one.example', two])
  const events: DiscoveryEvent[] = []
  const target = await discover(serverUrl, { challenge, onEvent: (event) => events.push(event) })
  expect(target).toMatchObject({ server: { issuer: two }, isStandIn: undefined })
  expect(events).toMatchObject([
    {
      rule: 'passed_over',
      message: expect.stringMatching(/is not https; it is not asked\. https:\/\/two\.example, which/),
    },
  ])
  expect(lines(sent).filter((line) => line.includes('one.example'))).toEqual([])
})

it.each([['http://one.example'], ['http://one.example', two]])(
  'tells of http first where none of these has metadata: %s',
  async (...servers) => {
    named({ [two]: 404 }, servers)
    await expect(discover(serverUrl, { challenge })).rejects.toMatchObject({
      code: 'insecure_url',
      details: { option: 'issuer', options: [{ value: one }, { option: 'allow.http' }] },
    })
  },
)

it('says that none has metadata', async () => {
  named({ [one]: 404, [two]: 404 })
  await expect(discover(serverUrl, { challenge })).rejects.toMatchObject({
    code: 'no_metadata',
    message: expect.stringMatching(new RegExp(`${one}.*${two}`)),
    attempts: [one, two].flatMap((issuer) => [
      { url: metadataUrl(issuer), reason: 'answered 404' },
      { url: `${issuer}/.well-known/openid-configuration`, reason: 'answered 404' },
    ]),
  })
})

it('asks one that is named twice once', async () => {
  const sent = named({ [one]: 404 }, [one, one, `${one}/`])
  await expect(discover(serverUrl, { challenge })).rejects.toMatchObject({ code: 'no_metadata' })
  expect(sent).toHaveLength(1 + 2)
})

it.each([two, `${two}/`])('uses the issuer %s that the option chooses (P5)', async (issuer) => {
  const sent = named({ [one]: metadata(one), [two]: metadata(two) })
  expect((await discover(serverUrl, { challenge, issuer })).server.issuer).toBe(two)
  expect(asked(sent)).toEqual([two])
})

it('finds the chosen issuer among a thousand', async () => {
  const tenants = Array.from({ length: 1000 }, (_, tenant) => `${one}/${tenant}`)
  named({ [two]: metadata(two) }, [...tenants, two])
  expect((await discover(serverUrl, { challenge, issuer: two })).server.issuer).toBe(two)
})

it('uses no other than the chosen issuer, whatever becomes of it', async () => {
  const sent = named({ [one]: metadata(one), [two]: 404 })
  await expect(discover(serverUrl, { challenge, issuer: two })).rejects.toMatchObject({ code: 'no_metadata' })
  expect(asked(sent)).toEqual([two])
})

it('refuses a server that does not name the chosen issuer', async () => {
  const sent = named({ [one]: metadata(one) }, [one, 'https://x.example/\u001b[2J'])
  await expect(discover(serverUrl, { challenge, issuer: two })).rejects.toMatchObject({
    code: 'issuer_mismatch',
    message: `${serverUrl} is authorized by "${one}", "https://x.example/\ufffd[2J", not by "${two}". No setting allows another. If it is one of these, set the option issuer.`,
  })
  expect(sent).toHaveLength(1)
})

it('lets a function choose among several, and uses no other', async () => {
  const asked: (readonly string[])[] = []
  named({ [one]: metadata(one), [two]: metadata(two) })
  const selectIssuer = async (issuers: readonly string[]): Promise<string> => {
    asked.push(issuers)
    return two
  }
  expect((await discover(serverUrl, { challenge, selectIssuer })).server.issuer).toBe(two)
  expect(asked).toEqual([[one, two]])
})

it('does not ask a function to choose where there is nothing to choose', async () => {
  named({ [one]: metadata(one) })
  const selectIssuer = (): never => {
    throw new Error('asked')
  }
  expect((await discover(serverUrl, { challenge, selectIssuer })).server.issuer).toBe(one)
})

it('refuses a choice that the server did not name', async () => {
  const sent = named({ [one]: metadata(one), [two]: metadata(two) })
  await expect(discover(serverUrl, { challenge, selectIssuer: () => three })).rejects.toMatchObject({
    code: 'issuer_mismatch',
  })
  expect(asked(sent)).toEqual([])
})

describe('a discovery', () => {
  const named = Response.json({ resource: serverUrl, authorization_servers: [one, two] })
  const slow = (): Promise<Response> => new Promise(() => undefined)
  const endless = (signal: AbortSignal): Response =>
    new Response(
      new ReadableStream({
        start: (controller) => signal.addEventListener('abort', () => controller.error(signal.reason)),
      }),
    )

  it.each([
    ['an authorization server that does not answer', 'one.example', `${one}/`, slow],
    ['metadata that does not end', 'one.example', `${one}/`, endless],
    ['resource metadata that does not come', 'mcp.example', 'https://mcp.example/.well-known/', slow],
    ['an MCP server that does not answer', 'mcp.example', serverUrl, slow],
  ])('takes 60 s in all, and then names the host of %s (H93)', async (_, host, place, answer) => {
    let asked = (): void => undefined
    const waiting = new Promise<void>((resolve) => {
      asked = resolve
    })
    const fetch = vi.fn<typeof globalThis.fetch>(async (input, init) => {
      const url = String(input)
      const { signal } = init ?? {}
      if (!signal) throw new Error('cannot be ended')
      if (url.startsWith(place)) {
        asked()
        const ended = new Promise<never>((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason))
        })
        return Promise.race([answer(signal), ended])
      }
      if (url === serverUrl) return new Response(null, { status: 401 })
      return url.includes('oauth-protected-resource') ? named.clone() : new Response(null, { status: 404 })
    })
    fakeTimers()
    const failure = discover(serverUrl, { fetch }).catch((error: unknown) => error)
    await waiting
    await vi.advanceTimersByTimeAsync(59_999)
    expect(vi.getTimerCount()).toBe(1)
    await vi.advanceTimersByTimeAsync(1)
    expect(await failure).toMatchObject({
      code: 'unreachable',
      message: `The authorization server for ${serverUrl} was not found within 60 s: ${host} is slow. Try again later.`,
    })
  })

  it('does not count the time in which a person chooses, and leaves no timer (H93)', async () => {
    const fetch = async (input: unknown): Promise<Response> => {
      const url = String(input)
      if (url.includes('oauth-protected-resource')) return named.clone()
      return url.startsWith(two) ? Response.json(metadata(two)) : new Response(null, { status: 404 })
    }
    fakeTimers()
    const selectIssuer = async (): Promise<string> => {
      await vi.advanceTimersByTimeAsync(3_600_000)
      return two
    }
    expect((await discover(serverUrl, { challenge, selectIssuer, fetch })).server.issuer).toBe(two)
    expect(vi.getTimerCount()).toBe(0)
  })
})

function fakeTimers(): void {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
  onTestFinished(() => void vi.useRealTimers())
}
