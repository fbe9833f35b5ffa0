import { describe, expect, it } from 'vitest'
import { checkPasted, type PasteCheck } from '../src/paste/check-pasted.ts'

const redirectUri = 'http://127.0.0.1:3030/callback'
const state = 'fmOY2r-Zt_x7sTqL0v8Jpw'
const query = `code=a%2Fb%2Bc&state=${state}&iss=https%3A%2F%2Fas.example.com`
const link =
  `https://as.example.com/authorize?response_type=code&client_id=us&state=${state}` +
  `&redirect_uri=${encodeURIComponent(redirectUri)}&code_challenge=x`
const url = `${redirectUri}?${query}`
const esc = '\u001b'

const at = (text: string, pending?: string): PasteCheck => checkPasted(text, { redirectUri, state, pending })
const ours = (search = query): PasteCheck => ({ kind: 'ours', url: new URL(`${redirectUri}?${search}`) })

describe('a pasted answer', () => {
  it.each([
    ['the whole URL', url],
    ['only the query', query],
    ['only the query, with its question mark', `?${query}`],
    ['only the query, with what stood before it', `?&${query}`],
    ['in quotes', `"${url}"`],
    ['in apostrophes', `'${url}'`],
    ['in backticks', `\`${url}\``],
    ['in typographic quotes', `„${url}“`],
    ['in angle brackets, in a sentence', `The address is <${url}>, as you see.`],
    ['as the link of an HTML page', `<a href="${url.replaceAll('&', '&amp;')}">here</a>`],
    ['the query in quotes', `"${query}"`],
    ['the query in two pairs of quotes', `""${query}""`],
    ['in two pairs of quotes', `""${url}""`],
    ['before a quote and words', `${url}" it says`],
    ['with blanks and a line end around it', `  ${url}\t\r\n`],
    ['wrapped over lines', url.replace(/(.{20})/g, '$1\r\n')],
    ['wrapped and indented', url.replace(/(.{20})/g, '$1\n    ')],
    ['quoted in mail', `> ${url.replace(/(.{40})/g, '$1\n> ')}`],
    ['quoted twice in mail', `>>${url.replace(/(.{40})/g, '$1\n> >')}`],
    ['with escapes of a shell', url.replace(/[?&=]/g, '\\$&')],
    ['with lines that go on', url.replace(/(.{30})/g, '$1\\\n')],
    ['with the ampersands of HTML', url.replaceAll('&', '&amp;')],
    ['with the ampersands of HTML in HTML', url.replaceAll('&', '&amp;amp;')],
    ['in the marks of a terminal', `${esc}[200~${url}${esc}[201~`],
    ['in the marks of a terminal, without their ESC', `[200~${url}[201~`],
    ['in colours', `${esc}[1;34m${url}${esc}[0m`],
    ['in colours that change', url.replace('&', `${esc}[1;34m&${esc}[39;49m`)],
    ['encoded as a whole', encodeURIComponent(url)],
    ['its query encoded as a whole', encodeURIComponent(query)],
    ['with text before it', `URL: ${url}`],
    ['with text in front on another line', `Callback URL:\n\n${url}\n`],
    ['with zero-width characters and NULs', `\ufeff${url.replace('&', '\u200b&\u0000')}`],
    ['with localhost', url.replace('127.0.0.1', 'localhost')],
    ['with ::1', url.replace('127.0.0.1', '[::1]')],
    ['with its scheme in capitals', url.replace('http', 'HTTP')],
    ['with the scheme that a browser tried instead', url.replace('http', 'https')],
    ['without its scheme', url.replace('http://', '')],
    ['with a fragment', `${url}#_=_`],
    ['only the query, with a fragment', `${query}#_=_`],
  ])('is taken: %s', (_name, text) => {
    expect(at(text)).toEqual(ours())
  })

  it('keeps what is no text in a query that was encoded as a whole', () => {
    expect(at(`code%3Da%FFb%26state%3D${state}`)).toEqual(ours(`code=a%FFb&state=${state}`))
  })

  it.each([
    ['an error', `error=access_denied&error_description=No+thanks&state=${state}`],
    ['an issuer that is not encoded', `code=a&state=${state}&iss=https://as.example.com`],
    ['a scope with URLs before the code', `state=${state}&scope=https://as.example.com/a%20b&code=a`],
    ['a question mark in a value', `code=a&state=${state}&x=y?z=1`],
    ['a path and a question mark in a value', `code=a&state=${state}&x=/y?z`],
    ['an apostrophe in its code', `code=a'b&state=${state}`],
    ['16 KiB', `code=a&state=${state}&x=${'x'.repeat(16 * 1024 - redirectUri.length - state.length - 17)}`],
    ['a backslash, a quote and a percent sign in its code', `code=a%5C%22%25&state=${state}`],
  ])('is handed on as it came: %s', (_name, search) => {
    expect(at(search)).toEqual(ours(search))
    expect(at(`http://localhost:3030/callback?${search}`)).toEqual(ours(search))
  })
})

describe('a pasted text that is not our answer', () => {
  it.each<[string, string, string, boolean?]>([
    ['another state', url.replace(state, 'bcdefghijklmnopqrstuv'), 'wrong_state'],
    ['the state in another case', url.replace(state, state.toUpperCase()), 'wrong_state'],
    ['a longer state', url.replace(state, `${state}A`), 'wrong_state'],
    ['no state', `${redirectUri}?code=abc`, 'no_state'],
    ['no state, but an error', `${redirectUri}?error=access_denied`, 'no_state', true],
    ['an empty state', 'code=abc&state=', 'no_state'],
    ['our state twice', `${url}&state=${state}`, 'repeated_state'],
    ['ours and another one, with an error', `error=x&state=x&state=${state}`, 'repeated_state', true],
    ['the redirect URI alone', redirectUri, 'no_state'],
    ['another state alone', 'state=bcdefghijklmnopqrstuv', 'wrong_state'],
    ['our state, but neither code nor error', `${redirectUri}?state=${state}`, 'not_an_answer'],
    ['our state and an empty code', `state=${state}&code=`, 'not_an_answer'],
    ['our state and an empty error', `state=${state}&error=`, 'not_an_answer', true],
    ['our state in a fragment', `${redirectUri}#code=abc&state=${state}`, 'no_state'],
    ['another host', url.replace('127.0.0.1', '127.0.0.2'), 'wrong_address'],
    ['a host that begins like ours', url.replace('127.0.0.1', '127.0.0.1.evil.example'), 'wrong_address'],
    ['a host that ends like ours', url.replace('127.0.0.1', 'evil.localhost'), 'wrong_address'],
    ['such a host without a scheme', url.replace('http://127.0.0.1', 'evil.localhost'), 'wrong_address'],
    ['such a host, with another parameter first', `evil.localhost:3030/callback?x=y&${query}`, 'wrong_address'],
    [
      'a host that ends like ours, with no dot before',
      url.replace('http://127.0.0.1', 'evillocalhost'),
      'wrong_address',
    ],
    ['another host without a scheme and a path', `evil.example?${query}`, 'wrong_address'],
    ['another host with an empty parameter', `evil.example/callback?&${query}`, 'wrong_address'],
    ['the address of another page', 'http://evil.example/', 'wrong_address'],
    ['a user name without a scheme', url.replace('http://', 'user@'), 'wrong_address'],
    ['our host as a user name', url.replace('127.0.0.1:3030', '127.0.0.1:3030@evil.example'), 'wrong_address'],
    ['a user name', url.replace('127', 'user@127'), 'wrong_address'],
    ['another port', url.replace('3030', '3031'), 'wrong_address'],
    ['no port', url.replace(':3030', ''), 'wrong_address'],
    ['another path', url.replace('/callback', '/callback/'), 'wrong_address'],
    ['an encoded path', url.replace('/callback', '/%63allback'), 'wrong_address'],
    ['the link that was to be opened', link, 'wrong_address'],
    ['that link in a sentence', `Open ${link} please`, 'wrong_address'],
    ['a link at our own address', `${redirectUri}?${new URL(link).search.slice(1)}&code=abc`, 'wrong_address'],
    ['the query of that link', new URL(link).search, 'wrong_address'],
    ['a URL that is broken', `http://[::1?${query}`, 'wrong_address'],
    ['a bare code', 'SplxlOBeZQQYbYS6WxSbIA', 'bare_code'],
    ['a bare code in quotes, with padding', '"c3Bsa==" ', 'bare_code'],
    ['words', 'it does not work', 'not_an_answer'],
    ['words that are far apart', 'not   this', 'not_an_answer'],
    ['a query of something else', 'a=b&c=d', 'not_an_answer'],
    ['an URL of another kind', `javascript:alert("${state}")`, 'bare_code'],
    ['something encoded twice', encodeURIComponent(encodeURIComponent(url)), 'bare_code'],
    ['our state in another parameter', `code=abc&State=${state}&nonce=${state}`, 'no_state'],
    ['our state as the code', `code=${state}`, 'no_state'],
    ['more than 16 KiB', `${url}&x=${'x'.repeat(16 * 1024)}`, 'too_long'],
    ['a megabyte of codes', 'code='.repeat(200_000), 'too_long'],
    ['a megabyte of blanks', ' '.repeat(1_000_000), 'too_long'],
    ['16 KiB of escapes that are broken', '%3a%ff%'.repeat(2_000), 'bare_code'],
    ['16 KiB of half a terminal sequence', `${esc}[`.repeat(8_000), 'bare_code'],
  ])('is refused: %s (H53, H113)', (_name, text, reason, hasError = false) => {
    expect(at(text)).toMatchObject({ kind: 'refused', reason, hasError })
  })

  it.each(['', '  ', '\r\n', '\u0000', '""', `${esc}[200~${esc}[201~`])(
    'is passed over where it is empty: %j (H53)',
    (text) => {
      expect(at(text)).toEqual({ kind: 'empty' })
    },
  )
})
