import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hostile } from '../../../scripts/hostile.ts'
import { AuthorizationError, type PendingSignIn } from '../src/index.ts'
import { finish } from '../src/steps.ts'
import { assertSendable } from '../src/tokens/token-binding.ts'
import { parseTokenRecord } from '../src/tokens/token-record.ts'
import { tokenSet } from './token-set.ts'

const issuer = 'https://auth.example.com'
const pending: PendingSignIn = {
  serverUrl: 'https://mcp.example.com/mcp',
  resource: 'https://mcp.example.com/mcp',
  issuer,
  issParameterSupported: true,
  tokenEndpoint: `${issuer}/token`,
  clientId: 'client',
  tokenEndpointAuthMethod: 'none',
  redirectUri: 'http://127.0.0.1:3030/callback',
  state: 'the-state-of-this-sign-in',
  verifier: 'hush-verifier-0123456789',
  startedAt: 0,
}

const value = fc.oneof(
  fc.constantFrom(pending.state, issuer, `${issuer}/`, 'https://AUTH.example.com', '', 'access_denied'),
  fc.constantFrom(
    'the-state-of-this-sign-i',
    'THE-STATE-OF-THIS-SIGN-IN',
    '</script><b>',
    '\u001b[2J',
    'javascript:alert(1)',
  ),
  fc.string({ unit: 'binary', maxLength: 12 }),
)
const name = fc.constantFrom('state', 'iss', 'code', 'error', 'error_description', 'error_uri', 'State', 'code[]', 'x')
/** Half of them the whole of a good answer, so that whatever the seed some codes are sent on. */
const right = fc.oneof(fc.constant(['state', 'iss', 'code']), fc.subarray(['state', 'iss', 'code', 'error']))
const parameters = fc.tuple(fc.array(fc.tuple(name, value), { maxLength: 4 }), right).map(([others, members]) => {
  const known: Readonly<Record<string, string>> = {
    state: pending.state,
    iss: issuer,
    code: 'hush-code',
    error: 'server_error',
  }
  return [...members.map((each): [string, string] => [each, known[each] ?? '']), ...others]
})

describe('whatever the browser comes back with', () => {
  it.each([true, false])(
    'a code is sent on only with our state and the issuer that was asked, each once (iss advertised: %s) (H45)',
    async (issParameterSupported) => {
      const ends = { sent: 0, refused: 0 }
      await fc.assert(
        fc.asyncProperty(parameters, async (query) => {
          const callback = new URL(`${pending.redirectUri}?${new URLSearchParams(query)}`)
          const all = (key: string): readonly string[] => callback.searchParams.getAll(key)
          let body: string | undefined
          const fetch: typeof globalThis.fetch = async (_, init) => {
            body = String(init?.body)
            return Response.json({ access_token: 'a', token_type: 'Bearer' })
          }
          const asked = { ...pending, issParameterSupported }
          const error = await finish(asked, callback, { fetch, now: () => 1000 }).catch((reason: unknown) => reason)
          const isIssuer = issParameterSupported
            ? all('iss').join() === issuer && all('iss').length === 1
            : all('iss').every((each) => each === issuer) && all('iss').length < 2
          const isOurs = all('state').length === 1 && all('state')[0] === pending.state && isIssuer
          const isCode = all('code').length === 1 && all('code')[0] !== '' && all('error').every((word) => word === '')
          ends[isOurs && isCode ? 'sent' : 'refused']++
          expect(body !== undefined).toBe(isOurs && isCode)
          if (body !== undefined) return
          if (!(error instanceof AuthorizationError)) throw error
          expect(error.message).not.toMatch(/hush|[\p{Cc}\p{Cf}\p{Cs}]/u)
          // An answer that cannot be tied to this sign-in is never shown.
          if (!isOurs) expect(['state_mismatch', 'issuer_mismatch']).toContain(error.code)
          if (!isOurs) expect(error.quote).toBeUndefined()
        }),
        hostile(1000),
      )
      expect([ends.sent > 10, ends.refused > 100]).toEqual([true, true])
    },
  )
})

describe('whatever a store holds', () => {
  it('counts as tokens only where it has all of them and sends no secret to where none may go', () => {
    const record = { version: 1, tokens: tokenSet({ issuer, resource: issuer, refreshToken: 'r' }) }
    const odd = fc.oneof(
      fc.jsonValue({ maxDepth: 1 }),
      fc.constantFrom('http://evil.example/', 'javascript:a', 'https://user@h/', 'https:\\\\evil', 'file:///a', ''),
    )
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom(...Object.keys(record.tokens), 'expiresAt'), odd, { maxKeys: 2 }),
        (others) => {
          const read = parseTokenRecord(JSON.stringify({ ...record, tokens: { ...record.tokens, ...others } }))
          if (read === undefined) return
          const { protocol, username } = new URL(read.tokens.tokenEndpoint)
          expect([protocol, username]).toEqual([expect.stringMatching(/^https?:$/), ''])
          if (protocol === 'http:') expect(() => assertSendable(read.tokens, undefined)).toThrow('is not https')
          expect([typeof read.tokens.accessToken, typeof read.tokens.obtainedAt]).toEqual(['string', 'number'])
        },
      ),
      hostile(1000),
    )
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.jsonValue().map((value) => JSON.stringify(value)),
        ),
        (text) => {
          expect(parseTokenRecord(text)).toBeUndefined()
        },
      ),
      hostile(500),
    )
  })
})
