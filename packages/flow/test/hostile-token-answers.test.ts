import { describe, expect, it } from 'vitest'
import { ask, formOf, formsOf, issuer, type Question, questions, recordsOf, type TokenAnswer } from './token-answers.ts'

const json =
  (body: unknown, status = 200): TokenAnswer =>
  () =>
    Response.json(body, { status })
const page =
  (status: number): TokenAnswer =>
  () =>
    new Response('<!doctype html><p>Log in', { status, headers: { 'content-type': 'text/html' } })
const token = (changes: Readonly<Record<string, unknown>>): TokenAnswer =>
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
  `${issuer} issued a token of the type "${type}", and a token is used only in the way that its type says (RFC 6749 §7.1). No setting changes that: tell its operator.`,
]
const later = (status: number): Told => [
  'unreachable',
  `The token request to ${issuer} failed: it answered ${status}. Try again later.`,
]
const refused = (text: string): string =>
  `${issuer} refused the token request ("${text}"). Sign in again; if that ends in the same way, tell its operator.`

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
  ['an access_token that is empty', token({ access_token: '' }), ...noToken],
  ['an access_token that is a number', token({ access_token: 7 }), ...noToken],
  ['an access_token that is null', token({ access_token: null }), ...noToken],
  ['an access_token that is a list', token({ access_token: ['fresh'] }), ...noToken],
  ['an access_token with a line break', token({ access_token: 'fresh\r\nX-Injected: 1' }), ...noHeader],
  ['an access_token that is a blank', token({ access_token: ' ' }), ...noToken],
  ['an access_token with a control character at its end', token({ access_token: 'fresh\0' }), ...noHeader],
  ['an access_token with a blank', token({ access_token: 'fresh token' }), ...noHeader],
  ['an access_token that is not ASCII', token({ access_token: 'fräsch' }), ...noHeader],
  ['the token_type DPoP', token({ token_type: 'DPoP' }), ...otherType('DPoP')],
  ['the token_type mac', token({ token_type: 'mac' }), ...otherType('mac')],
  ['the token_type N_A', token({ token_type: 'N_A' }), ...otherType('N_A')],
  ['the token_type PoP', token({ token_type: 'PoP' }), ...otherType('PoP')],
  ['the token_type dpop in lines', token({ token_type: '\ndpop ' }), ...otherType('\ufffddpop ')],
  ['invalid_request', json({ error: 'invalid_request' }, 400), 'invalid_request', refused('invalid_request')],
  [
    'an error in a body that is deeper than any',
    () => new Response(`{"error":"x","more":${'['.repeat(50_000)}${']'.repeat(50_000)}}`, { status: 400 }),
    'refused',
    refused('x'),
  ],
  ['an error with 200', json({ error: 'invalid_scope' }), 'invalid_scope', refused('invalid_scope')],
  ['a word that no RFC knows', json({ error: '__proto__' }, 400), 'refused', refused('__proto__')],
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
    `The token endpoint of ${issuer} answered HTTP ${status} with a page for people, as a gateway or the login page of a network does. Try again later.`,
  ]
}

describe.each(questions)('%s', (question) => {
  it.each(rows)(
    'that is answered with %s ends in an error that names the server, and loses nothing',
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
      expect(ends).toEqual([expect.objectContaining(question === 'a refresh' ? { lost: false } : { message: problem })])
      expect(await asked.session.token()).toEqual(asked.held)
    },
  )
})
