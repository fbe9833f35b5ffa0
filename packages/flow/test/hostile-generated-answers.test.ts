import { memoryTokenStore } from '@fast-agent-auth/token-store'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hostile } from '../../../scripts/hostile.ts'
import { AuthorizationError, type Client, createSession, serverKey } from '../src/index.ts'
import { refresh } from '../src/steps.ts'
import { serializeTokenRecord } from '../src/tokens/token-record.ts'
import { tokenSet } from './token-set.ts'

const serverUrl = 'https://mcp.example.com/mcp'
const issuer = 'https://auth.example.com'
const secrets = { clientSecret: 'hush-client-secret-0123', refreshToken: 'hush-refresh-token-4567' }

const tokens = tokenSet({
  issuer,
  tokenEndpointAuthMethod: 'client_secret_post',
  resource: serverUrl,
  accessToken: 'hush-old-access-token-89',
  refreshToken: secrets.refreshToken,
  scope: 'a b',
  requestedScope: 'a b',
})
const client: Client = {
  clientId: 'client',
  clientSecret: secrets.clientSecret,
  tokenEndpointAuthMethod: 'client_secret_post',
}

const word = fc.constantFrom(
  ...['invalid_grant', 'invalid_client', 'slow_down', 'bad_refresh_token', '', '\u001b[31m', 'a\u202eb', '__proto__'],
  ...[secrets.refreshToken, `client_secret=${secrets.clientSecret}`, encodeURIComponent(secrets.refreshToken)],
)
const member = fc.oneof(
  word,
  fc.string({ maxLength: 12 }),
  fc.jsonValue({ maxDepth: 1 }),
  fc.constantFrom('Bearer', 3600, null),
)
const names = [
  ...['access_token', 'token_type', 'expires_in', 'refresh_token', 'scope', 'id_token'],
  ...['error', 'error_description', 'error_uri', 'constructor'],
]
const json = fc
  .tuple(fc.dictionary(fc.constantFrom(...names), member, { maxKeys: 5 }), fc.boolean())
  .map(([members, whole]) =>
    JSON.stringify(whole ? { access_token: 'new', token_type: 'Bearer', ...members } : members),
  )
const body = fc.oneof(
  { weight: 6, arbitrary: json },
  { weight: 1, arbitrary: json.map((text) => text.slice(0, -2)) },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 1 }).map((value) => JSON.stringify(value)) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('', '<html>no</html>', '\0', 'access_token=new&token_type=bearer', '[[', 'null'),
  },
)
const contentType = fc.constantFrom(
  'application/json',
  'text/html',
  'application/x-www-form-urlencoded',
  'nonsense',
  '',
)
const status = fc.constantFrom(...Array<number>(9).fill(200), 201, 204, 302, 400, 401, 403, 404, 429, 500, 503)

const answer = fc.record({ status, body, contentType })

function fetchOf(answer: { readonly status: number; readonly body: string; readonly contentType: string }) {
  const sent: string[] = []
  const fetch: typeof globalThis.fetch = async (_, init) => {
    sent.push(String(init?.body))
    const empty = answer.status === 204
    return new Response(empty ? null : answer.body, {
      status: answer.status,
      headers: { 'content-type': answer.contentType },
    })
  }
  return { fetch, sent }
}

/** One sentence or more for a person, of which none holds a secret or what a terminal would obey. */
function expectFit(error: unknown): void {
  if (!(error instanceof AuthorizationError)) throw error
  const held = [...Object.values(secrets), tokens.accessToken]
  for (let each: unknown = error; each instanceof Error; each = each.cause) {
    expect(held.filter((secret) => String((each as Error).message).includes(secret))).toEqual([])
  }
  expect(error.message).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u)
  expect(error.message.length).toBeLessThan(2000)
}

describe('whatever a token endpoint answers', () => {
  it('a refresh ends with usable tokens, or with an error that holds no secret and no control character (H58)', async () => {
    const ends = { renewed: 0, failed: 0 }
    await fc.assert(
      fc.asyncProperty(answer, async (given) => {
        const { fetch, sent } = fetchOf(given)
        let code: unknown
        try {
          const renewed = await refresh(tokens, client, { fetch, now: () => 1000 })
          ends.renewed++
          expect(renewed.accessToken).toEqual(expect.stringMatching(/./))
          expect(renewed.tokenType).toBe('bearer')
          expect(renewed.refreshToken).toEqual(expect.stringMatching(/./))
          expect(['string', 'undefined']).toContain(typeof renewed.scope)
          expect(renewed.expiresAt === undefined || Number.isFinite(renewed.expiresAt)).toBe(true)
          expect({ ...renewed }).toMatchObject({ issuer, tokenEndpoint: tokens.tokenEndpoint, resource: serverUrl })
        } catch (error) {
          ends.failed++
          expectFit(error)
          code = (error as AuthorizationError).code
        }
        // The secret is sent in the other way where it was not accepted in one.
        expect(sent).toHaveLength(code === 'invalid_client' ? 2 : 1)
      }),
      hostile(1500),
    )
    expect([ends.renewed > 20, ends.failed > 100]).toEqual([true, true])
  })

  it('a sign-in is lost only where the server says that it has ended (H58)', async () => {
    await fc.assert(
      fc.asyncProperty(answer, async (given) => {
        const store = memoryTokenStore()
        const key = `tokens:${serverKey(serverUrl)}`
        await store.update(key, async () => serializeTokenRecord({ tokens }))
        await store.update(`client:${issuer}`, async () => undefined)
        const { fetch } = fetchOf(given)
        const session = createSession(serverUrl, {
          store,
          fetch,
          issuer,
          client: { id: 'client', secret: secrets.clientSecret, tokenEndpointAuthMethod: 'client_secret_post' },
          listen: () => Promise.reject(new Error('Nobody may be asked.')),
        })
        const outcome = await session.renew({ rejected: tokens }).catch((error: unknown) => {
          expectFit(error)
          return undefined
        })
        const kept = await store.get(key)
        if (outcome) expect(kept).toContain(JSON.stringify(outcome.accessToken))
        else if (kept === undefined) expect(given.body).toMatch(/invalid_grant|bad_refresh_token/)
        else expect(kept).toContain(secrets.refreshToken)
      }),
      hostile(700),
    )
  })
})
