import type { Refusal, TokenSet, TokenSource } from '@fast-agent-auth/flow'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hostile } from '../../../scripts/hostile.ts'
import { withTokens } from '../src/index.ts'

const serverUrl = 'https://mcp.example.com/mcp'
const origin = new URL(serverUrl).origin
const secret = 's3cret'

/** What a server may say in its header: challenges, halves of them, and anything that a header can hold. */
const headers = fc.oneof(
  fc.constantFrom(
    'Bearer',
    'bearer,',
    'Bearer error="invalid_token"',
    'Bearer error="insufficient_scope", scope="more"',
  ),
  fc.constantFrom(
    'DPoP algs="ES256", Bearer scope="a"',
    'Basic realm="x"',
    'Bearer error=insufficient_scope',
    `Bearer scope="${'a '.repeat(5000)}"`,
  ),
  fc.constantFrom(
    'Bearer resource_metadata="https://evil.example/x"',
    'Bearer error="insufficient_scope", scope="\u009b31m"',
    'Bearer scope="',
    '=,="',
  ),
  fc.string({ unit: fc.integer({ min: 32, max: 255 }).map((code) => String.fromCharCode(code)), maxLength: 40 }),
  fc.constant(undefined),
)

interface Answer {
  readonly status: number
  readonly challenge: string | undefined
  readonly location: string | undefined
  /** Where the answer says that it comes from. */
  readonly url: string
}

const answers: fc.Arbitrary<Answer> = fc.record({
  status: fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(401, 403) },
    fc.constantFrom(200, 204, 301, 302, 303, 307, 308, 400, 404, 405, 429, 500, 503),
  ),
  challenge: headers,
  location: fc.constantFrom(
    undefined,
    '/mcp',
    '/other',
    'https://evil.example/',
    '//evil.example',
    'http://mcp.example.com/',
    'javascript:alert(1)',
    'https://[',
  ),
  url: fc.constantFrom('', '', serverUrl, 'https://evil.example/'),
})

/** The answer to a request, of which `sent` went before. The last one comes again and again. */
function responseTo(sent: number, all: readonly Answer[]): Response {
  const { status = 200, challenge, location, url = '' } = all[sent] ?? all.at(-1) ?? {}
  const response = new Response(null, { status })
  if (challenge !== undefined) response.headers.set('www-authenticate', challenge)
  if (location !== undefined) response.headers.set('location', location)
  return Object.defineProperty(response, 'url', { value: url })
}

function read(
  input: string | URL | Request,
  init?: RequestInit,
): { readonly origin: string; readonly headers: Headers } {
  const [url, headers] = input instanceof Request ? [input.url, input.headers] : [input, undefined]
  return { origin: new URL(url).origin, headers: new Headers(init?.headers ?? headers) }
}

const requests = fc.constantFrom<RequestInit>(
  { method: 'POST', body: '{"id":1}' },
  { method: 'POST', body: '{"id":1}', redirect: 'manual' },
  { method: 'GET', headers: { accept: 'text/event-stream' } },
  { method: 'GET', headers: { 'mcp-session-id': 'x' } },
  { method: 'DELETE' },
)

/** A source as ours is: it refreshes once for a request, then has a person sign in, where that may be. */
function createSource(stale: boolean) {
  const done = { refreshes: 0, signIns: 0, stepUps: 0 }
  let time = 0
  const issue = (signedInAt: number): TokenSet => ({
    issuer: 'https://auth.example.com',
    tokenEndpoint: 'https://auth.example.com/token',
    clientId: 'client',
    tokenEndpointAuthMethod: 'none',
    resource: serverUrl,
    tokenType: 'bearer',
    accessToken: `${secret}-${++time}`,
    signedInAt,
    // Those of another process are older than the request.
    obtainedAt: stale ? -1 : time,
  })
  const source: TokenSource = {
    token: async () => issue(-1),
    async renew({ challenge, renewed, interactive }: Refusal) {
      const stepUp = challenge?.error === 'insufficient_scope'
      if (!stepUp && !renewed) {
        done.refreshes++
        return issue(-1)
      }
      if (!interactive) throw new Error('login_required')
      done[stepUp ? 'stepUps' : 'signIns']++
      return issue(stale ? -1 : time + 1)
    },
  }
  return { source, done, now: () => time }
}

describe('whatever a server answers', () => {
  const asked = fc.record({
    all: fc.array(answers, { minLength: 1, maxLength: 6 }),
    init: requests,
    interactive: fc.boolean(),
    stale: fc.boolean(),
  })

  it('a request ends after 3 renewals, of which one is a refresh, and one a sign-in where a person may be asked', async () => {
    await fc.assert(
      fc.asyncProperty(asked, async ({ all, init, interactive, stale }) => {
        const { source, done, now } = createSource(stale)
        let sent = 0
        const fetch = async (): Promise<Response> => responseTo(sent++, all)
        const outcome: unknown = await withTokens(source, { serverUrl, fetch, interactive, now })(
          serverUrl,
          init,
        ).catch((error: unknown) => error)
        expect(outcome instanceof Response || outcome instanceof Error).toBe(true)
        expect(done.refreshes + done.signIns + done.stepUps).toBeLessThanOrEqual(3)
        if (!stale)
          expect(done).toMatchObject({ refreshes: expect.toBeOneOf([0, 1]), signIns: expect.toBeOneOf([0, 1]) })
        if (!interactive) expect([done.signIns, done.stepUps]).toEqual([0, 0])
        if (outcome instanceof Error) expect(outcome.message).not.toMatch(/[\p{Cc}\p{Cf}]|s3cret/u)
      }),
      hostile(1000),
    )
  })

  it('tokens go to the origin of the server and nowhere else, wherever it redirects', async () => {
    const inputs = fc.constantFrom(
      ...[
        serverUrl,
        'HTTPS://MCP.example.com:443/mcp',
        'https://mcp.example.com/',
        'https://mcp.example.com\\@evil.example/',
      ],
      ...[
        'https://mcp.example.com@evil.example/',
        'https://mcp.example.com.evil.example/',
        'https://mcp.example.com./mcp',
      ],
      ...[
        'http://mcp.example.com/mcp',
        'https://mcp.example.com:8443/mcp',
        'https://evil.example/?https://mcp.example.com/mcp',
      ],
    )
    await fc.assert(
      fc.asyncProperty(asked, inputs, fc.boolean(), async ({ all, init, interactive, stale }, input, asObject) => {
        const { source, now } = createSource(stale)
        const leaks: string[] = []
        let sent = 0
        const fetch: typeof globalThis.fetch = async (...args) => {
          const { origin: to, headers } = read(...args)
          const hasToken = [...headers].join().includes(secret)
          if (hasToken !== (to === origin)) leaks.push(to)
          return responseTo(sent++, all)
        }
        const calling = withTokens(source, { serverUrl, fetch, interactive, now })
        await calling(asObject ? new URL(input) : input, init).catch(() => undefined)
        expect(leaks).toEqual([])
        expect(sent).toBeGreaterThan(0)
      }),
      hostile(1000),
    )
  })
})
