import { describe, expect, it } from 'vitest'
import type { TokenSet } from '../src/index.ts'
import {
  ask,
  formOf,
  formsOf,
  issuer,
  type Question,
  questions,
  recordsOf,
  server,
  type TokenAnswer,
} from './token-answers.ts'

const json =
  (body: unknown, status = 200): TokenAnswer =>
  () =>
    Response.json(body, { status })
const page =
  (status: number): TokenAnswer =>
  () =>
    new Response('<!doctype html><p>Log in', { status, headers: { 'content-type': 'text/html' } })
const withToken = (changes: Readonly<Record<string, unknown>>): TokenAnswer =>
  json({ access_token: 'fresh', token_type: 'Bearer', refresh_token: 'rotated', ...changes })

type Told = readonly [code: string, message: string]
type Row = readonly [answer: string, TokenAnswer, ...Told]

const noResponse = (status: number): Told => [
  'invalid_response',
  `The token endpoint of ${issuer} answered HTTP ${status} without a token response (RFC 6749 §5). No setting changes that: tell its operator.`,
]
const redirected = (status: number): Told => [
  'invalid_response',
  `The token endpoint of ${issuer} answered HTTP ${status} without a token response (RFC 6749 §5). Only a 307 or 308 within its origin is followed. No setting changes that: tell its operator.`,
]
const noToken: Told = [
  'invalid_response',
  `${issuer} answered without an access_token (RFC 6749 §5.1). No setting changes that: tell its operator.`,
]
const noHeader: Told = [
  'invalid_response',
  `${issuer} issued a token that no header can carry (RFC 6750 §2.1). No setting changes that: tell its operator.`,
]
const otherType = (type: string): Told => [
  'invalid_response',
  `${issuer} issued a token of the type "${type}", which is not supported (RFC 6749 §7.1). No setting changes that: tell its operator.`,
]
const later = (status: number): Told => [
  'unreachable',
  `The token request to ${issuer} failed: it answered ${status}. Try again later.`,
]
const refused = (text: string): string =>
  `${issuer} refused the token request ("${text}"). Sign in again; if that fails in the same way, tell its operator.`

const rows: readonly Row[] = [
  ['a web page with 200', page(200), ...noResponse(200)],
  ['a list with 200', json([]), ...noResponse(200)],
  ['null with 200', json(null), ...noResponse(200)],
  ['a text with 200', json('x'), ...noResponse(200)],
  ['nothing with 200', () => new Response(), ...noResponse(200)],
  ['half an object with 200', () => new Response('{"access_token":"fresh'), ...noResponse(200)],
  ['nothing with 204', () => new Response(null, { status: 204 }), ...noResponse(204)],
  ['an error with 202', json({ error: 'invalid_scope' }, 202), 'invalid_scope', refused('invalid_scope')],
  ['a redirect elsewhere', () => Response.redirect('https://evil.example.com/token', 307), ...redirected(307)],
  ['a redirect to http', () => Response.redirect('http://auth.example.com/token', 308), ...redirected(308)],
  ['a redirect that says nothing of the method', () => Response.redirect(`${issuer}/other`, 302), ...redirected(302)],
  ['a redirect to nowhere', () => new Response(null, { status: 307 }), ...redirected(307)],
  ['a list with 400, as SAP sends it', json([{ error: 'invalid_request' }], 400), ...noResponse(400)],
  ['a web page with 401', page(401), ...noResponse(401)],
  ['a word in plain text with 403', () => new Response('Forbidden', { status: 403 }), ...noResponse(403)],
  ['an error that is no text', json({ error: { code: 7 } }, 400), ...noResponse(400)],
  ['500', page(500), ...later(500)],
  ['502', page(502), ...later(502)],
  ['503 and invalid_grant', json({ error: 'invalid_grant' }, 503), ...later(503)],
  ['429', json({ error: 'slow_down' }, 429), ...later(429)],
  ['an empty object', json({}), ...noToken],
  ['an access_token that is empty', withToken({ access_token: '' }), ...noToken],
  ['an access_token that is a number', withToken({ access_token: 7 }), ...noToken],
  ['an access_token that is null', withToken({ access_token: null }), ...noToken],
  ['an access_token that is a list', withToken({ access_token: ['fresh'] }), ...noToken],
  ['an access_token with a line break', withToken({ access_token: 'fresh\r\nX-Injected: 1' }), ...noHeader],
  ['an access_token that is a blank', withToken({ access_token: ' ' }), ...noToken],
  ['an access_token with a control character at its end', withToken({ access_token: 'fresh\0' }), ...noHeader],
  ['an access_token with a blank', withToken({ access_token: 'fresh token' }), ...noHeader],
  ['an access_token that is not ASCII', withToken({ access_token: 'fräsch' }), ...noHeader],
  ['an access_token that is longer than any', withToken({ access_token: 'x'.repeat(65_537) }), ...noHeader],
  ['the token_type DPoP (H56)', withToken({ token_type: 'DPoP' }), ...otherType('DPoP')],
  ['the token_type mac (H56)', withToken({ token_type: 'mac' }), ...otherType('mac')],
  ['the token_type N_A (H56)', withToken({ token_type: 'N_A' }), ...otherType('N_A')],
  ['the token_type PoP', withToken({ token_type: 'PoP' }), ...otherType('PoP')],
  ['the token_type dpop in lines', withToken({ token_type: '\ndpop ' }), ...otherType('\ufffddpop ')],
  ['invalid_request', json({ error: 'invalid_request' }, 400), 'invalid_request', refused('invalid_request')],
  [
    'an error in a body that is deeper than any',
    () => new Response(`{"error":"x","more":${'['.repeat(50_000)}${']'.repeat(50_000)}}`, { status: 400 }),
    'unknown_server_error',
    refused('x'),
  ],
  ['an error with 200', json({ error: 'invalid_scope' }), 'invalid_scope', refused('invalid_scope')],
  ['a word that no RFC knows', json({ error: '__proto__' }, 400), 'unknown_server_error', refused('__proto__')],
  [
    'a description that is no text',
    json({ error: 'invalid_target', error_description: { toString: 1 } }, 400),
    'invalid_target',
    refused('invalid_target'),
  ],
]

/** A request to exchange a code may have been wrong for its resource: a refresh is then sent without. */
function toldOf(question: Question, code: string, message: string): string {
  if (question === 'a refresh' || !/^invalid_(request|target)$/.test(code)) return message
  const next = "If it does not know the parameter resource, set the option quirks.resourceParameter: 'omit'."
  return message.replace(/Sign in again; .*/, next)
}

/** A page is what a gateway answers to a refresh, and nothing that the authorization server says of the token. */
function told(question: Question, answer: string, otherwise: Told): Told {
  const status = /^a web page with (\d+)$/.exec(answer)?.[1]
  if (question !== 'a refresh' || status === undefined) return otherwise
  return [
    'unreachable',
    `The token endpoint of ${issuer} answered HTTP ${status} with a web page, as a gateway or the login page of a network does. Try again later.`,
  ]
}

describe.each(questions)('%s', (question) => {
  it.each(rows)(
    'that is answered with %s ends in an error that names the server, and loses nothing (H58)',
    async (name, answer, code, words) => {
      const asked = await ask(question, answer)
      const message = toldOf(question, code, words)
      // The page in the browser names no option.
      const problem = message.replace(/ If it does not know .*/, '')
      const outcome = told(question, name, [code, message])
      expect(asked.failure).toMatchObject({ name: 'AuthorizationError', code: outcome[0], message: outcome[1] })
      // Only a server that may answer otherwise later leaves no person to ask.
      const isFinal = question === 'a refresh' && outcome[0] !== 'unreachable'
      expect(asked.error).toMatchObject({ code: isFinal ? 'login_required' : outcome[0] })
      const form = formOf(question, asked)
      // The request may have been wrong for its resource.
      const again = question === 'a refresh' && /^invalid_(request|target)$/.test(code)
      expect(formsOf(asked)).toEqual(again ? [form, { ...form, resource: undefined }] : [form])
      expect(await recordsOf(asked.store)).toEqual(asked.before)
      const ends =
        question === 'a refresh'
          ? asked.events.filter(({ type }) => type === 'refresh_failed')
          : asked.outcomes.filter((outcome) => outcome !== 'signed_in')
      expect(ends).toEqual([
        expect.objectContaining(question === 'a refresh' ? { final: false } : { message: problem }),
      ])
      expect(await asked.session.token()).toEqual(asked.held)
    },
  )
})

const fresh = { access_token: 'fresh', token_type: 'Bearer', refresh_token: 'rotated' }
const issued =
  (changes: Readonly<Record<string, unknown>>, status = 200) =>
  (): Response =>
    Response.json({ ...fresh, ...changes }, { status })
const form = (changes: Readonly<Record<string, string>>) => (): Response =>
  new Response(new URLSearchParams({ ...fresh, ...changes }))

const called = (answer: () => Response) => async (): Promise<Response> =>
  new Response(await answer().text(), { headers: { 'content-type': 'application/x-www-form-urlencoded' } })

type ToleratedRow = readonly [
  answer: string,
  () => Response | Promise<Response>,
  expected: Partial<Record<keyof TokenSet | 'lifetime', unknown>>,
]

/** Of an access token, in ms; `undefined` where it is used until it is refused. */
const lifetime = (answer: string, expires_in: unknown, expected: number | undefined): ToleratedRow => [
  `a lifetime ${answer}`,
  issued({ expires_in }),
  { lifetime: expected },
]
const tenYears = 315_360_000_000

const tolerated: readonly ToleratedRow[] = [
  ['the status 201, as Supabase sends it', issued({}, 201), { refreshToken: 'rotated' }],
  ['the status 202', issued({}, 202), { refreshToken: 'rotated' }],
  ['the status 206', issued({}, 206), { refreshToken: 'rotated' }],
  ['an empty error beside the tokens', issued({ error: '' }), { refreshToken: 'rotated' }],
  ['an error of null beside the tokens', issued({ error: null }), { refreshToken: 'rotated' }],
  ['a form', form({ expires_in: '60', scope: 'mcp:read' }), { scope: 'mcp:read', lifetime: 60_000 }],
  ['JSON that is called a form', called(issued({})), { refreshToken: 'rotated', scope: 'mcp:read mcp:write' }],
  [
    'a refresh_token that ends with a line break',
    issued({ refresh_token: 'rotated\r\n' }),
    { refreshToken: 'rotated' },
  ],
  ['a refresh_token that ends with a blank', issued({ refresh_token: 'rotated ' }), { refreshToken: 'rotated ' }],
  ['no token_type (H56)', issued({ token_type: undefined }), { tokenType: 'bearer' }],
  ['an empty token_type', issued({ token_type: '' }), { tokenType: 'bearer' }],
  ['the token_type null', issued({ token_type: null }), { tokenType: 'bearer' }],
  ['the token_type bearer', issued({ token_type: 'bearer' }), { tokenType: 'bearer' }],
  ['the token_type BEARER (H56)', issued({ token_type: 'BEARER' }), { tokenType: 'bearer' }],
  ['the token_type Bearer with a blank', issued({ token_type: 'Bearer ' }), { tokenType: 'bearer' }],
  ['the token_type access_token', issued({ token_type: 'access_token' }), { tokenType: 'bearer' }],
  ['the token_type user, as Slack sends it', issued({ token_type: 'user' }), { tokenType: 'bearer' }],
  ['a token_type for a terminal', issued({ token_type: '\u001b[2J' }), { tokenType: 'bearer' }],
  ['a token_type that is a list', issued({ token_type: ['DPoP'] }), { tokenType: 'bearer' }],
  ['an access_token that ends with a line break', issued({ access_token: 'fresh\r\n' }), { refreshToken: 'rotated' }],
  ['an access_token between blanks', issued({ access_token: ' fresh\t' }), { refreshToken: 'rotated' }],
  ['an empty error beside an access_token with a blank', issued({ access_token: 'fresh ', error: '' }), {}],
  ['no scope', issued({}), { scope: 'mcp:read mcp:write' }],
  ['the scope null', issued({ scope: null }), { scope: 'mcp:read mcp:write' }],
  ['a scope that is an object', issued({ scope: { 'mcp:read': true } }), { scope: 'mcp:read mcp:write' }],
  ['the scope as a list (H57)', issued({ scope: ['mcp:read', 'mcp:write'] }), { scope: 'mcp:read mcp:write' }],
  ['a scope list that holds other things', issued({ scope: ['mcp:read', 7, { a: 1 }] }), { scope: 'mcp:read' }],
  ['a scope in commas, as GitHub sends it', issued({ scope: 'mcp:read,mcp:write' }), { scope: 'mcp:read mcp:write' }],
  ['a scope in commas and blanks', issued({ scope: 'mcp:read, mcp:write ' }), { scope: 'mcp:read mcp:write' }],
  ['a scope list with a comma in a name', issued({ scope: ['mcp:read', 'a,b'] }), { scope: 'mcp:read a,b' }],
  ['a narrower scope (H57)', issued({ scope: 'mcp:read' }), { scope: 'mcp:read' }],
  ['no scope at all', issued({ scope: '' }), { scope: '' }],
  ['a wider scope (H57)', issued({ scope: 'mcp:read mcp:write admin' }), { scope: 'mcp:read mcp:write admin' }],
  [
    'a scope that no URL could ask for again',
    issued({ scope: Array.from({ length: 1000 }, (_, index) => `s${index}`).join(' ') }),
    { scope: 'mcp:read mcp:write' },
  ],
  ['a scope in lines', issued({ scope: 'mcp:read\r\nmcp:write\t' }), { scope: 'mcp:read mcp:write' }],
  ['a scope for a terminal', issued({ scope: 'mcp:read \u001b[2Jall' }), { scope: 'mcp:read' }],
  lifetime('that is missing', undefined, undefined),
  lifetime('as the text 3600', '3600', 3_600_000),
  lifetime('that is negative', -3600, undefined),
  lifetime('of 0', 0, undefined),
  lifetime('that is the text NaN', 'NaN', undefined),
  lifetime('that is the text never', 'never', undefined),
  lifetime('that is empty', '', undefined),
  lifetime('of null', null, undefined),
  lifetime('that is a list', [3600], undefined),
  lifetime('of true', true, undefined),
  lifetime('of half a second', 0.5, 500),
  lifetime('that is the text Infinity', 'Infinity', tenYears),
  lifetime('beyond all dates', 1e306, tenYears),
  lifetime('of 1e12', 1e12, tenYears),
  lifetime('that is the text 1e12', '1e12', tenYears),
  ['a refresh token', issued({}), { refreshToken: 'rotated' }],
  ['an ID token that is none', issued({ id_token: 'not.a.jwt' }), { accessToken: 'fresh' }],
]

describe.each(questions)('%s', (question) => {
  it.each(tolerated)('that is answered with %s is understood, and kept (H55, H148)', async (_, answer, expected) => {
    const asked = await ask(question, answer)
    const { tokens, store, session, clock, mock, windows } = asked
    const { lifetime: lasts, ...members } = expected
    expect(tokens).toMatchObject({ accessToken: 'fresh', tokenType: 'bearer', ...members })
    if ('lifetime' in expected) {
      expect(tokens?.expiresAt).toBe(typeof lasts === 'number' ? clock.now + lasts : undefined)
    }
    expect(formsOf(asked)).toEqual([formOf(question, asked)])
    // With a charset, some servers take it for no form.
    const [type] = mock.requestsTo('token').map(({ headers }) => headers.get('content-type'))
    expect(type).toBe('application/x-www-form-urlencoded')
    expect(JSON.parse((await store.get(`tokens:${server}`)) ?? '')).toEqual({ version: 1, tokens })
    // Used as they are: neither refreshed nor asked for again.
    expect(await session.token()).toEqual(tokens)
    expect([mock.requestsTo('token').length, windows.length]).toEqual([1, question === 'a refresh' ? 1 : 2])
  })

  it.each([
    ['an empty refresh token', ''],
    ['the refresh token null', null],
    ['a refresh token that is a number', 7],
    ['a refresh token that cannot be sent back', 'r\ud800r'],
    ['a refresh token that is longer than any', 'r'.repeat(65_537)],
    ['no refresh token', undefined],
  ])('that is answered with %s keeps the one before, where there was one', async (_, refresh_token) => {
    const { held, tokens, store } = await ask(question, issued({ refresh_token }))
    // A new sign-in has none before it: the old one belongs to tokens that it replaced.
    const expected = question === 'a refresh' ? held.refreshToken : undefined
    expect([tokens?.refreshToken, tokens?.accessToken]).toEqual([expected, 'fresh'])
    expect(JSON.parse((await store.get(`tokens:${server}`)) ?? '').tokens.refreshToken).toBe(expected)
  })
})

it('a scope that is not to be understood hinders no later sign-in', async () => {
  const { session, mock, windows } = await ask('a refresh', issued({ scope: 'mcp:read "all"' }))
  mock.override.token = undefined
  await session.login({ force: true })
  expect(windows.map((url) => url.searchParams.get('scope'))).toEqual(['mcp:read mcp:write', 'mcp:read mcp:write'])
})

it('a scope in commas is never asked for: what was asked before is', async () => {
  const { session, mock, windows, tokens } = await ask('a refresh', issued({ scope: 'mcp:read,mcp:write,admin' }))
  expect(tokens?.scope).toBe('mcp:read mcp:write admin')
  mock.override.token = undefined
  await session.login({ force: true })
  expect(windows.map((url) => url.searchParams.get('scope'))).toEqual(['mcp:read mcp:write', 'mcp:read mcp:write'])
})

it('a comma stays in the scope where one that was asked for holds one', async () => {
  const options = { scope: 'repo,all mcp:read' }
  const { tokens } = await ask('a refresh', issued({ scope: 'repo,all mcp:read' }), { options })
  expect(tokens?.scope).toBe('repo,all mcp:read')
})
