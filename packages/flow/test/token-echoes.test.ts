import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { inspect } from 'node:util'
import { describe, expect, it, onTestFinished } from 'vitest'
import { requestTokens } from '../src/protocol/token-request.ts'
import { ask, formsOf, issuer, questions, recordsOf } from './token-answers.ts'

/** Everything in a request that nobody but its server may know. */
async function secretsIn(request: Request): Promise<readonly string[]> {
  const form = new URLSearchParams(await request.text())
  const named = ['client_secret', 'refresh_token', 'code', 'code_verifier'].map((name) => form.get(name))
  const basic = request.headers.get('authorization')?.replace('Basic ', '')
  const [, secret] = basic === undefined ? [] : atob(basic).split(':')
  return [...named, basic, secret].filter((value) => value !== null && value !== undefined)
}

/** All that a log of the error and of the events could hold. */
const told = (...values: readonly unknown[]): string =>
  inspect(values, { depth: null, showHidden: true, maxStringLength: null })

type Echo = readonly [place: string, (secrets: string) => Response]
const error = (members: Readonly<Record<string, unknown>>, status = 400): Response => Response.json(members, { status })

const echoes: readonly Echo[] = [
  ['an error_description', (secrets) => error({ error: 'invalid_scope', error_description: `What is ${secrets}?` })],
  ['the error itself', (secrets) => error({ error: secrets })],
  ['an error_uri', (secrets) => error({ error: 'invalid_scope', error_uri: `https://auth.example.com/?${secrets}` })],
  ['members of its own', (secrets) => error({ error: 'invalid_scope', request: { body: secrets } })],
  ['an error with 200', (secrets) => error({ error: 'bad_request', error_description: secrets }, 200)],
  ['an error with 401', (secrets) => error({ error: 'invalid_scope', error_description: secrets }, 401)],
  ['a description for a URL', (secrets) => error({ error: 'no', error_description: encodeURIComponent(secrets) })],
  ['an object without a token', (secrets) => error({ received: secrets }, 200)],
  ['a token that no header can carry', (secrets) => error({ access_token: `${secrets}\nx` }, 200)],
  ['a list with 400', (secrets) => Response.json([{ message: secrets }], { status: 400 })],
  ['a web page with 401', (secrets) => new Response(`<pre>${secrets}`, { status: 401 })],
  ['a web page with 500', (secrets) => new Response(`<pre>${secrets}`, { status: 500 })],
  ['the reason beside the status', (secrets) => new Response('', { status: 400, statusText: secrets.slice(0, 40) })],
]

describe.each(questions)('%s', (question) => {
  describe.each(['client_secret_basic', 'client_secret_post', 'none'] as const)('of a client with %s', (method) => {
    it.each(echoes)('whose secrets come back in %s shows none in its error or event (H59, T5)', async (place, echo) => {
      const secrets: string[] = []
      const asked = await ask(
        question,
        async (request) => {
          secrets.push(...(await secretsIn(request)))
          return echo(secrets.join(' '))
        },
        { tokenEndpointAuthMethod: method },
      )
      expect(asked.failure).toMatchObject({ name: 'AuthorizationError', message: expect.stringContaining(issuer) })
      const shown = told(asked.error, asked.events, asked.outcomes)
      expect(secrets.filter((secret) => shown.includes(secret))).toEqual([])
      // A 401 to Basic has the secret sent in the form as well.
      const isTwice = method === 'client_secret_basic' && place === 'a web page with 401'
      const sent = isTwice ? (['client_secret_basic', 'client_secret_post'] as const) : [method]
      const counts = sent.map(
        (by) => ({ client_secret_basic: 3, client_secret_post: 2, none: 1 })[by] + codes(question),
      )
      expect(secrets.length).toBe(counts.reduce((sum, count) => sum + count))
      expect(formsOf(asked)).toHaveLength(sent.length)
      expect(await recordsOf(asked.store)).toEqual(asked.before)
    })
  })

  const named = question === 'a refresh' ? ['refresh_token'] : ['code', 'code_verifier']
  it.each([...named, 'client_secret'])('shows no %s that its answer repeats alone', async (name) => {
    let secret = ''
    const echo = async (request: Request): Promise<Response> => {
      secret = new URLSearchParams(await request.text()).get(name) ?? ''
      return error({ error: 'invalid_scope', error_description: `Wrong: ${secret}` })
    }
    const asked = await ask(question, echo, { tokenEndpointAuthMethod: 'client_secret_post' })
    expect(secret).not.toBe('')
    expect(asked.failure).toMatchObject({
      message: expect.stringContaining('refused the token request ("invalid_scope: Wrong: [redacted]"). '),
    })
    expect(told(asked.error, asked.events, asked.outcomes)).not.toContain(secret)
  })

  it('shows no key in the URL of the MCP server that its answer repeats', async () => {
    const serverUrl = 'https://mcp.example.com/mcp?key=hush-hush'
    const echo = (): Response => error({ error: 'invalid_target', error_description: `Unknown: ${serverUrl}` })
    const asked = await ask(question, echo, { serverUrl })
    expect(formsOf(asked)[0]?.resource).toBe(serverUrl)
    expect(asked.failure).toMatchObject({
      code: 'invalid_target',
      message: expect.stringContaining(
        `${issuer} refused the token request ("invalid_target: Unknown: https://mcp.example.com/mcp?key=[redacted]"). `,
      ),
    })
  })

  it.each([
    ['control characters', 'one\r\ntwo\0\u007f', 'one\ufffd\ufffdtwo\ufffd\ufffd'],
    ['escape sequences of a terminal', '\u001b[31mred\u009b2J', '\ufffd[31mred\ufffd2J'],
    ['a link for a terminal', '\u001b]8;;https://evil.example.com\u0007x', '\ufffd]8;;https://evil.example.com\ufffdx'],
    ['a turn of the direction of writing', 'a\u202eb\u2066c', 'a\ufffdb\ufffdc'],
    ['half a surrogate pair', 'a\ud83d', 'a\ufffd'],
    ['a million characters', 'x'.repeat(1_000_000), `${'x'.repeat(185)}…`],
  ])('shows what its server says without %s', async (_, error_description, expected) => {
    const asked = await ask(question, () => error({ error: 'invalid_scope', error_description }))
    expect(asked.failure).toMatchObject({
      code: 'invalid_scope',
      message: `${issuer} refused the token request ("invalid_scope: ${expected}"). Sign in again; if that fails in the same way, tell its operator.`,
    })
    expect(await recordsOf(asked.store)).toEqual(asked.before)
  })
})

it('shows no Basic header of a secret that is not ASCII', async () => {
  const client = { clientId: 'c', clientSecret: 'gehéim: %ß', tokenEndpointAuthMethod: 'client_secret_basic' } as const
  const fetch: typeof globalThis.fetch = async (_, init) =>
    error({ error: 'invalid_client', error_description: new Headers(init?.headers).get('authorization') }, 401)
  const server = { issuer, tokenEndpoint: `${issuer}/token` }
  await expect(
    requestTokens(server, client, { grantType: 'refresh_token', parameters: {}, fetch }),
  ).rejects.toMatchObject({
    code: 'invalid_client',
    message: `${issuer} refused the token request ("invalid_client: Basic [redacted]"). If the client registered itself, sign in again, and if that fails in the same way, tell the operator of the server; else check the option client.`,
  })
})

it('shows nothing of an answer that is no HTTP, of which undici keeps a piece in its error', async () => {
  const broken = createServer((socket) =>
    socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nhush-token')),
  )
  broken.listen(0, '127.0.0.1')
  onTestFinished(() => void broken.close())
  await once(broken, 'listening')
  const origin = `http://127.0.0.1:${(broken.address() as AddressInfo).port}`
  const client = { clientId: 'c', tokenEndpointAuthMethod: 'none' } as const
  const asking = requestTokens({ issuer: origin, tokenEndpoint: `${origin}/token` }, client, {
    grantType: 'refresh_token',
    parameters: { refresh_token: 'hush-refresh' },
  })
  const failure: unknown = await asking.catch((reason: unknown) => reason)
  const message = expect.stringContaining(`The token request to ${origin} failed: `)
  expect(failure).toMatchObject({ code: 'unreachable', message })
  expect(told(failure)).not.toContain('hush')
})

/** How many more secrets than a refresh the question has: the verifier beside the code. */
function codes(question: string): number {
  return question === 'a refresh' ? 0 : 1
}
