import type { TokenSet, TokenSource } from '@fast-agent-auth/flow'
import type { SentRefusal } from '@fast-agent-auth/flow/internal'
import fc from 'fast-check'

export const serverUrl = 'https://mcp.example.com/mcp'
export const origin: string = new URL(serverUrl).origin
export const secret = 's3cret'

/** The words of a server in its header: challenges, halves of them, and anything that a header can hold. */
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
  /** The URL that the answer says it comes from. */
  readonly url: string
}

export const answers: fc.Arbitrary<Answer> = fc.record({
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
export function responseTo(sent: number, all: readonly Answer[]): Response {
  const { status = 200, challenge, location, url = '' } = all[sent] ?? all.at(-1) ?? {}
  const response = new Response(null, { status })
  if (challenge !== undefined) response.headers.set('www-authenticate', challenge)
  if (location !== undefined) response.headers.set('location', location)
  return Object.defineProperty(response, 'url', { value: url })
}

export const requests: fc.Arbitrary<RequestInit> = fc.constantFrom<RequestInit>(
  { method: 'POST', body: '{"id":1}' },
  { method: 'POST', body: '{"id":1}', redirect: 'manual' },
  { method: 'GET', headers: { accept: 'text/event-stream' } },
  { method: 'GET', headers: { 'mcp-session-id': 'x' } },
  { method: 'DELETE' },
)

interface HostileSource {
  readonly source: TokenSource
  readonly done: { readonly refreshes: number; readonly signIns: number; readonly stepUps: number }
  readonly now: () => number
}

/** A source as ours is: it refreshes once for a request, then has a person sign in, where that may be. */
export function createSource(stale: boolean): HostileSource {
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
    async renew({ challenge, renewed, afterSignIn, interactive }: SentRefusal) {
      const stepUp = challenge?.error === 'insufficient_scope'
      if (!stepUp && !renewed) {
        done.refreshes++
        return issue(-1)
      }
      if (!interactive || (afterSignIn && !stepUp)) throw new Error('login_required')
      done[stepUp ? 'stepUps' : 'signIns']++
      return issue(stale ? -1 : time + 1)
    },
  }
  return { source, done, now: () => time }
}
