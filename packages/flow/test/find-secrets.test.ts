import { describe, expect, it } from 'vitest'
import {
  secretsInAnswer,
  secretsInHeaders,
  secretsInRecord,
  secretsInRequest,
  secretsInUrl,
} from '../src/redaction/find-secrets.ts'

describe('the secrets of a request', () => {
  it.each([
    [
      'a form',
      { body: new URLSearchParams({ grant_type: 'x', code: 'c', code_verifier: 'v', client_id: 'i' }) },
      ['c', 'v'],
    ],
    ['a form as text', { body: 'refresh_token=r&client_secret=s&token=t&scope=a' }, ['r', 's', 't']],
    ['an assertion', { body: 'client_assertion=a&assertion=b&subject_token=c&device_code=d' }, ['a', 'b', 'c', 'd']],
    ['a resource with a key', { body: new URLSearchParams({ resource: 'https://e.com/mcp?key=k' }) }, ['', '', 'k']],
    ['the Basic header', { headers: { authorization: `Basic ${btoa('i:s%2Bs')}` } }, [btoa('i:s%2Bs'), 's%2Bs', 's+s']],
    ['the Basic header without a password', { headers: { authorization: `Basic ${btoa('i')}` } }, [btoa('i'), '', '']],
    ['another header', { headers: new Headers({ authorization: 'Bearer not/base64!' }) }, ['not/base64!']],
    ['a scheme alone', { headers: { authorization: 'Negotiate' } }, []],
    ['JSON', { body: '{"client_name":"a"}' }, []],
    ['nothing', {}, []],
  ])('are found in %s', (_, init, expected) => {
    expect(secretsInRequest(init)).toEqual(expected)
  })
})

it('the secrets of headers are those that are called so (H125)', () => {
  const headers = new Headers({
    'x-api-key': 'k1',
    authorization: 'Bearer t2',
    cookie: 'a=b3; c=d4',
    accept: 'text/h5',
  })
  expect(secretsInHeaders(headers).toSorted()).toEqual(['a=b3', 'b3', 'c=d4', 'd4', 'k1', 't2'])
  expect(secretsInHeaders(new Headers({ 'x-key': 'Authorization server', 'x-token': 'authorization_url' }))).toEqual([])
})

describe('the secrets of an answer or a record', () => {
  it.each([
    ['tokens', { access_token: 'a', refresh_token: 'r', id_token: 'i', token_type: 'bearer' }, ['a', 'r', 'i']],
    ['a registration', { client_id: 'c', client_secret: 's', registration_access_token: 't' }, ['s', 't']],
    ['an answer of Slack', { ok: true, authed_user: { access_token: 'a' }, access_token: 'b' }, ['b', 'a']],
    ['a record', { version: 1, tokens: { accessToken: 'a', refreshToken: 'r', scope: 'x' } }, ['a', 'r']],
    ['a list of records', { clients: [{ clientId: 'c', clientSecret: 's' }, { clientId: 'd' }] }, ['s']],
    ['a token in lines, as it is used', { access_token: '\na\r\n' }, ['a']],
    ['what is no text', { access_token: { a: 1 }, refresh_token: null }, []],
    ['nothing', undefined, []],
  ])('are found in %s', (_, value, expected) => {
    expect(secretsInRecord(value)).toEqual(expected)
    if (Array.isArray(value) || value === undefined) return
    expect([...secretsInAnswer({ ...value })].sort()).toEqual([...expected].sort())
  })

  it('of an answer are those at its top, after a few of those below, so that a server pushes out no others', () => {
    const below = Array.from({ length: 100 }, (_, index) => ({ id_token: `${index}-`.padEnd(60_000, 'x') }))
    const found = secretsInAnswer({ access_token: 'a', more: below, refresh_token: 'r' })
    expect(found.slice(-2)).toEqual(['a', 'r'])
    expect(found.slice(0, -2).map((each) => [each.split('-')[0], each.length])).toEqual(
      Array.from({ length: 16 }, (_, index) => [String(index), 4096]),
    )
  })

  it('are looked for no deeper than a record is', () => {
    const deep = JSON.parse(`${'{"a":'.repeat(100_000)}{"access_token":"a"}${'}'.repeat(100_000)}`)
    expect(secretsInRecord(deep)).toEqual([])
    expect(secretsInAnswer(deep)).toEqual([])
  })
})

describe('the secrets of a URL', () => {
  it.each([
    ['https://me:pass%2Bword@example.com/', ['pass%2Bword', 'pass+word']],
    ['redis://:100%@example.com/', ['100%', '100%']],
    ['https://example.com/mcp?apiKey=k&transport=streamable-http', ['', '', 'k']],
    ['https://example.com/mcp?ACCESS_TOKEN=t&x-sig=s', ['', '', 't', 's']],
    [
      'https://example.com/mcp?id=550e8400-e29b-41d4-a716-446655440000',
      ['', '', '550e8400-e29b-41d4-a716-446655440000'],
    ],
    ['https://example.com/mcp?project=my-notes-and-tasks', ['', '']],
    ['https://example.com/mcp?sk-secret&verbose', ['', '', 'sk-secret']],
    ['https://example.com/mcp?MDEyMzQ1Njc4OWFi==', ['', '', 'MDEyMzQ1Njc4OWFi']],
    ['no URL', []],
  ])('%s', (url, expected) => {
    expect(secretsInUrl(url)).toEqual(expected)
  })
})
