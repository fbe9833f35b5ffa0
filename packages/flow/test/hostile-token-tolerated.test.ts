import { describe, expect, it } from 'vitest'
import type { TokenSet } from '../src/index.ts'
import { ask, formOf, formsOf, questions, server } from './token-answers.ts'

const fresh = { access_token: 'fresh', token_type: 'Bearer', refresh_token: 'rotated' }
const json =
  (changes: Readonly<Record<string, unknown>>, status = 200) =>
  (): Response =>
    Response.json({ ...fresh, ...changes }, { status })
const form = (changes: Readonly<Record<string, string>>) => (): Response =>
  new Response(new URLSearchParams({ ...fresh, ...changes }))

const called = (answer: () => Response) => async (): Promise<Response> =>
  new Response(await answer().text(), { headers: { 'content-type': 'application/x-www-form-urlencoded' } })

type Row = readonly [
  answer: string,
  () => Response | Promise<Response>,
  expected: Partial<Record<keyof TokenSet | 'lifetime', unknown>>,
]

/** Of an access token, in ms; `undefined` where it is used until it is refused. */
const lifetime = (answer: string, expires_in: unknown, expected: number | undefined): Row => [
  `a lifetime ${answer}`,
  json({ expires_in }),
  { lifetime: expected },
]
const tenYears = 315_360_000_000

const rows: readonly Row[] = [
  ['the status 201, as Supabase sends it', json({}, 201), { refreshToken: 'rotated' }],
  ['the status 202', json({}, 202), { refreshToken: 'rotated' }],
  ['the status 206', json({}, 206), { refreshToken: 'rotated' }],
  ['an empty error beside the tokens', json({ error: '' }), { refreshToken: 'rotated' }],
  ['an error of null beside the tokens', json({ error: null }), { refreshToken: 'rotated' }],
  ['a form', form({ expires_in: '60', scope: 'mcp:read' }), { scope: 'mcp:read', lifetime: 60_000 }],
  ['JSON that is called a form', called(json({})), { refreshToken: 'rotated', scope: 'mcp:read mcp:write' }],
  ['a refresh_token that ends with a line break', json({ refresh_token: 'rotated\r\n' }), { refreshToken: 'rotated' }],
  ['a refresh_token that ends with a blank', json({ refresh_token: 'rotated ' }), { refreshToken: 'rotated ' }],
  ['no token_type', json({ token_type: undefined }), { tokenType: 'bearer' }],
  ['an empty token_type', json({ token_type: '' }), { tokenType: 'bearer' }],
  ['the token_type null', json({ token_type: null }), { tokenType: 'bearer' }],
  ['the token_type bearer', json({ token_type: 'bearer' }), { tokenType: 'bearer' }],
  ['the token_type BEARER', json({ token_type: 'BEARER' }), { tokenType: 'bearer' }],
  ['the token_type Bearer with a blank', json({ token_type: 'Bearer ' }), { tokenType: 'bearer' }],
  ['the token_type access_token', json({ token_type: 'access_token' }), { tokenType: 'bearer' }],
  ['the token_type user, as Slack sends it', json({ token_type: 'user' }), { tokenType: 'bearer' }],
  ['a token_type for a terminal', json({ token_type: '\u001b[2J' }), { tokenType: 'bearer' }],
  ['a token_type that is a list', json({ token_type: ['DPoP'] }), { tokenType: 'bearer' }],
  ['an access_token that ends with a line break', json({ access_token: 'fresh\r\n' }), { refreshToken: 'rotated' }],
  ['an access_token between blanks', json({ access_token: ' fresh\t' }), { refreshToken: 'rotated' }],
  ['an empty error beside an access_token with a blank', json({ access_token: 'fresh ', error: '' }), {}],
  ['no scope', json({}), { scope: 'mcp:read mcp:write' }],
  ['the scope null', json({ scope: null }), { scope: 'mcp:read mcp:write' }],
  ['a scope that is an object', json({ scope: { 'mcp:read': true } }), { scope: 'mcp:read mcp:write' }],
  ['the scope as a list', json({ scope: ['mcp:read', 'mcp:write'] }), { scope: 'mcp:read mcp:write' }],
  ['a scope list that holds other things', json({ scope: ['mcp:read', 7, { a: 1 }] }), { scope: 'mcp:read' }],
  ['a scope in commas, as GitHub sends it', json({ scope: 'mcp:read,mcp:write' }), { scope: 'mcp:read mcp:write' }],
  ['a scope in commas and blanks', json({ scope: 'mcp:read, mcp:write ' }), { scope: 'mcp:read mcp:write' }],
  ['a scope list with a comma in a name', json({ scope: ['mcp:read', 'a,b'] }), { scope: 'mcp:read a,b' }],
  ['a narrower scope', json({ scope: 'mcp:read' }), { scope: 'mcp:read' }],
  ['no scope at all', json({ scope: '' }), { scope: '' }],
  ['a wider scope', json({ scope: 'mcp:read mcp:write admin' }), { scope: 'mcp:read mcp:write admin' }],
  [
    'a scope that no URL could ask for again',
    json({ scope: Array.from({ length: 1000 }, (_, index) => `s${index}`).join(' ') }),
    { scope: 'mcp:read mcp:write' },
  ],
  ['a scope in lines', json({ scope: 'mcp:read\r\nmcp:write\t' }), { scope: 'mcp:read mcp:write' }],
  ['a scope for a terminal', json({ scope: 'mcp:read \u001b[2Jall' }), { scope: 'mcp:read' }],
  lifetime('that is missing', undefined, undefined),
  lifetime('as the text 3600', '3600', 3_600_000),
  lifetime('that is negative', -3600, undefined),
  lifetime('of 0', 0, undefined),
  lifetime('that is the text NaN', 'NaN', undefined),
  lifetime('that is the text never', 'never', undefined),
  lifetime('that is empty', '', undefined),
  lifetime('of null', null, undefined),
  lifetime('that is a list', [3600], undefined),
  lifetime('of 1e12', 1e12, tenYears),
  lifetime('that is the text 1e12', '1e12', tenYears),
  ['a refresh token', json({}), { refreshToken: 'rotated' }],
  ['an ID token that is none', json({ id_token: 'not.a.jwt' }), { accessToken: 'fresh' }],
]

describe.each(questions)('%s', (question) => {
  it.each(rows)('that is answered with %s is understood, and kept', async (_, answer, expected) => {
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
    const { held, tokens, store } = await ask(question, json({ refresh_token }))
    // A new sign-in has none before it: the old one belongs to tokens that it replaced.
    const expected = question === 'a refresh' ? held.refreshToken : undefined
    expect([tokens?.refreshToken, tokens?.accessToken]).toEqual([expected, 'fresh'])
    expect(JSON.parse((await store.get(`tokens:${server}`)) ?? '').tokens.refreshToken).toBe(expected)
  })
})

it('a scope that is not to be understood hinders no later sign-in', async () => {
  const { session, mock, windows } = await ask('a refresh', json({ scope: 'mcp:read "all"' }))
  mock.override.token = undefined
  await session.login({ force: true })
  expect(windows.map((url) => url.searchParams.get('scope'))).toEqual(['mcp:read mcp:write', 'mcp:read mcp:write'])
})

it('a scope in commas is never asked for: what was asked before is', async () => {
  const { session, mock, windows, tokens } = await ask('a refresh', json({ scope: 'mcp:read,mcp:write,admin' }))
  expect(tokens?.scope).toBe('mcp:read mcp:write admin')
  mock.override.token = undefined
  await session.login({ force: true })
  expect(windows.map((url) => url.searchParams.get('scope'))).toEqual(['mcp:read mcp:write', 'mcp:read mcp:write'])
})

it('a comma stays in the scope where one that was asked for holds one', async () => {
  const options = { scope: 'repo,all mcp:read' }
  const { tokens } = await ask('a refresh', json({ scope: 'repo,all mcp:read' }), { options })
  expect(tokens?.scope).toBe('repo,all mcp:read')
})
