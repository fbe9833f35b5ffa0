import { describe, expect, it } from 'vitest'
import { type AuthMode, authMode, requestHeaders } from '../src/index.ts'
import { readServer } from './world.ts'

const url = 'url: https://mcp.example.com/mcp'
const bearer = 'headers: { authorization: "Bearer a", X-Other: b }'

const rows: readonly (readonly [string, string, AuthMode])[] = [
  ['of a program', 'command: npx', 'not_applicable'],
  ['without an auth block', url, 'auto'],
  ['with an auth block that is null', `${url}\nauth: null`, 'auto'],
  ['with other headers', `${url}\nheaders: { X-Authorization: a }`, 'auto'],
  ['with an empty auth block', `${url}\nauth: {}`, 'forced'],
  ['with any setting in its auth block', `${url}\nauth: { persist: memory }`, 'forced'],
  ['with oauth: null', `${url}\nauth: { oauth: null }`, 'forced'],
  ['with oauth: false', `${url}\nauth: { oauth: false }`, 'disabled'],
  ['with oauth: false and a header', `${url}\nauth: { oauth: false }\n${bearer}`, 'disabled'],
  ['with a header', `${url}\n${bearer}`, 'bearer'],
  ['with a header in capitals', `${url}\nheaders: { X-HF-AUTHORIZATION: a }`, 'bearer'],
  ['with an access token', `${url}\naccess_token: a`, 'bearer'],
  ['with an empty header', `${url}\nheaders: { Authorization: "" }`, 'auto'],
  ['with a header and an auth block', `${url}\nauth: {}\n${bearer}`, 'forced'],
  ['of sse with an auth block', `${url}\ntransport: sse\nauth: {}`, 'forced'],
]

it.each(rows)('a server %s is signed in to as configured', async (_, lines, mode) => {
  expect(authMode(await readServer(lines))).toBe(mode)
})

describe('the headers of a request', () => {
  const all = 'headers: { AUTHORIZATION: a, x-hf-AUTHORIZATION: b, X-Other: e }'

  it('are without other credentials where OAuth is forced, in whatever case they are written', async () => {
    const settings = await readServer(`${url}\nauth: {}\n${all}`)
    const before = { ...settings.headers }
    expect(requestHeaders(settings)).toEqual({ 'X-Other': 'e' })
    expect(settings.headers).toEqual(before)
  })

  it.each([
    ['is not', ''],
    ['is disabled', 'auth: { oauth: false }\n'],
  ])('are all of them where OAuth %s configured, and a copy', async (_, auth) => {
    const settings = await readServer(`${url}\n${auth}${all}`)
    const headers = requestHeaders(settings)
    expect(headers).toEqual(settings.headers)
    expect(Object.keys(headers)).toHaveLength(3)
    headers.X = 'a'
    expect(settings.headers.X).toBeUndefined()
  })
})
