import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hostile } from '../../../scripts/hostile.ts'
import { checkPasted, type PasteCheck } from '../src/paste/check-pasted.ts'

const redirectUri = 'http://127.0.0.1:3030/callback'
const state = 'fmOY2r-Zt_x7sTqL0v8Jpw'
const query = `code=abcdef&iss=https%3A%2F%2Fas.example.com&state=${state}`
const url = `${redirectUri}?${query}`

/** The last verdict on texts that are pasted one after the other. */
function paste(...texts: string[]): PasteCheck {
  let verdict: PasteCheck = { kind: 'empty' }
  let pending: string | undefined
  for (const text of texts) {
    verdict = checkPasted(text, { redirectUri, state, pending })
    if (verdict.kind === 'refused') pending = verdict.pending
  }
  return verdict
}

describe('an answer that comes in parts', () => {
  it('is taken wherever it was cut (H51)', () => {
    const cuts = fc.uniqueArray(fc.integer({ min: 1, max: url.length - 1 }), { maxLength: 6 })
    const ends = fc.constantFrom('', '\n', '\r\n', '\\\n', '\\')
    fc.assert(
      fc.property(cuts, ends, (places, end) => {
        const borders = [0, ...places.sort((a, b) => a - b), url.length]
        const parts = borders.slice(1).map((border, index) => `${url.slice(borders[index], border)}${end}`)
        expect(paste(...parts)).toEqual({ kind: 'ours', url: new URL(url) })
      }),
      hostile(500),
    )
  })

  it.each<[string, string[]]>([
    ['after a bare code', ['SplxlOBeZQ', url]],
    ['after another whole URL', [`${redirectUri}?code=abc&state=of-another-flow`, url]],
    ['after half of another URL', [`${redirectUri}?code=old`, url.slice(0, 60), url.slice(60)]],
    ['after half of another URL, to its "="', [`${redirectUri}?code=`, url.slice(0, 60), url.slice(60)]],
    ['after half of a query, in parts', ['code=old', `?${query.slice(0, 20)}`, query.slice(20)]],
    ['after half of another URL, without its scheme', [`${redirectUri}?code=old`, url.slice(7, 60), url.slice(60)]],
    ['after half of another query, without a question mark', ['code=old', query.slice(0, 20), query.slice(20)]],
    ['after more of another query', ['code=old&iss=x', query.slice(0, 20), query.slice(20)]],
    ['whole, after a cut before a value', ['code=old&iss=', url.slice(7)]],
    ['in lines that go on, cut before a value', [`${redirectUri}?code=abcdef&iss=\\`, query.slice(16)]],
    ['in lines that go on, cut before the state', [`${url.slice(0, -28)}\\`, query.slice(-28)]],
    ['after half of a query', ['code=old', `?${query}`]],
    [
      'after the link that was to be opened',
      [`https://as.example.com/?state=${state}`, url.slice(0, 60), url.slice(60)],
    ],
    ['after words', ['what should I paste?', url.slice(0, 60), url.slice(60)]],
    ['with empty lines in between', [url.slice(0, 60), '', ' \n', url.slice(60)]],
    ['after more than 16 KiB', ['x'.repeat(17 * 1024), url]],
    ['after 16 KiB in parts', [`code=${'x'.repeat(9 * 1024)}`, 'x'.repeat(8 * 1024), url]],
  ])('is taken %s', (_name, texts) => {
    expect(paste(...texts)).toEqual({ kind: 'ours', url: new URL(url) })
  })

  it('is not put together from a foreign code and the link that carries our state', () => {
    const link = `https://as.example.com/authorize?response_type=code&state=${state}`
    expect(paste(`${redirectUri}?code=foreign&x=`, link)).toMatchObject({ reason: 'wrong_address' })
    expect(paste(`${redirectUri}?code=foreign&`, `link=${link}`)).toMatchObject({ kind: 'refused' })
  })

  it('is not taken where its parts are longer than 16 KiB together', () => {
    const parts = [`code=${'x'.repeat(9 * 1024)}`, `${'x'.repeat(8 * 1024)}&state=${state}`]
    expect(paste(...parts)).toMatchObject({ kind: 'refused' })
  })

  it('is refused for what the last part is, not for what came before', () => {
    expect(paste(`${redirectUri}?code=abc`, 'SplxlOBeZQ')).toMatchObject({ reason: 'bare_code' })
  })
})
