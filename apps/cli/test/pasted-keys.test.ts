import { describe, expect, it, vi } from 'vitest'
import { pastedKeys } from '../src/terminal/pasted-keys.ts'

const esc = '\u001B'
const limit = 64 * 1024
const text = (value: string) => ({ kind: 'text', text: value })

it.each([
  ['a paste, at once and without Enter', [`${esc}[200~http://a?b=c${esc}[201~`], [text('http://a?b=c')]],
  ['a paste of several lines as one text', [`${esc}[200~http://a\n?b=c\r\n${esc}[201~`], [text('http://a\n?b=c\r\n')]],
  [
    'a paste that comes in pieces, through the middle of a key',
    [`${esc}[20`, '0~ab', `c${esc}`, '[201~'],
    [text('abc')],
  ],
  ['two pastes', [`${esc}[200~a${esc}[201~${esc}[200~b${esc}[201~`], [text('a'), text('b')]],
  ['what is typed, with Enter', ['a', 'b', '\r'], [text('ab')]],
  ['what is typed before a paste, with it', ['a', `${esc}[200~b${esc}[201~`], [text('ab')]],
  ['a paste of several lines as one text where the terminal does not bracket it', ['ab\rcd', '\r'], [text('ab\ncd')]],
  ['no empty lines', ['\r', ' \r'], []],
  ['what was mended with Backspace and Ctrl-U', ['ab\u007Fc\r', 'xy\u0015z\r'], [text('ac'), text('z')]],
  ['an emoji that is taken back whole', ['a👍🏽\u007F\u007F\r'], [text('a')]],
  ['no cursor keys and other escapes', [`a${esc}[D${esc}OPb${esc}[1;5Cc${esc}x\r`], [text('abc')]],
  ['Ctrl-C', ['\u0003'], [{ kind: 'interrupt' }]],
  ['Ctrl-D with nothing typed as the end', ['\u0004', 'a\u0004\r'], [{ kind: 'end' }, text('a')]],
  ['another control character inside a paste as text', [`${esc}[200~a\u0004${esc}[201~`], [text('a\u0004')]],
])('takes %s', (_, chunks, actions) => {
  const feed = pastedKeys()
  expect(chunks.flatMap((chunk) => feed(chunk))).toEqual(actions)
})

describe('Ctrl with a letter does what it always does where the terminal spells it', () => {
  it.each([
    ['Ctrl-C of kitty', '[99;5u', [{ kind: 'interrupt' }]],
    ['Ctrl-C of kitty with Num Lock', '[99;133u', [{ kind: 'interrupt' }]],
    ['Ctrl-C of kitty, held down', '[99;5:2u', [{ kind: 'interrupt' }]],
    ['Ctrl-C of kitty on a Cyrillic keyboard', '[1089::99;5:1u', [{ kind: 'interrupt' }]],
    ['Ctrl-C of xterm', '[27;5;99~', [{ kind: 'interrupt' }]],
    ['Ctrl-C of xterm with Caps Lock', '[27;5;67~', [{ kind: 'interrupt' }]],
    ['Ctrl-D of kitty', '[100;5u', [{ kind: 'end' }]],
    ['Ctrl-D of xterm', '[27;5;100~', [{ kind: 'end' }]],
    ['no Ctrl-C that is let go', '[99;5:3u', []],
    ['no Ctrl-Shift-C, which copies', '[99;6u', []],
    ['no Alt-C', '[27;3;99~', []],
    ['no C alone', '[99;1u', []],
  ])('%s', (_, spelled, actions) => {
    for (const chunks of [[esc + spelled], [...(esc + spelled)]]) {
      const feed = pastedKeys()
      expect(chunks.flatMap((chunk) => feed(chunk))).toEqual(actions)
    }
  })

  it.each(['[99;5u', '[27;5;99~'])(
    'also within a paste that never ends, and with something typed: %s (H128)',
    (spelled) => {
      for (const before of ['a', `${esc}[200~a`, `${esc}[`]) {
        const feed = pastedKeys()
        feed(before)
        expect(feed(esc + spelled)).toEqual([{ kind: 'interrupt' }])
      }
    },
  )

  it.each(['[117;5u', '[27;5;117~'])('Ctrl-U takes back what is typed: %s (H128)', (spelled) => {
    expect(pastedKeys()(`xy${esc}${spelled}z\r`)).toEqual([text('z')])
  })
})

describe('a key that was half read', () => {
  const halves = ['', '[', '[1;', '[200', '[ ', 'O', esc, `[${'1'.repeat(99)}`].map((rest) => esc + rest)
  it.each([
    ['Ctrl-C', '', '\u0003', { kind: 'interrupt' }],
    ['Ctrl-D', '', '\u0004', { kind: 'end' }],
    ['Enter', 'a', '\r', text('a')],
    ['Backspace', 'ab', '\u007F\r', text('a')],
    ['the end of a paste', `${esc}[200~a`, `${esc}[201~`, text('a')],
  ])('is ended by %s, which does what it always does (H112)', (_, before, keys, action) => {
    for (const half of halves) {
      for (const chunks of [[half, keys], [half + keys], [...half, keys]]) {
        const feed = pastedKeys()
        const actions = [before, ...chunks].flatMap((chunk) => feed(chunk))
        expect(actions, JSON.stringify(chunks)).toEqual([action])
      }
    }
  })
})

it.each(['', 'https://', `a\r${esc}[`])('Ctrl-C stops within a paste that never ends: %j (H112)', (pasted) => {
  const feed = pastedKeys()
  feed(`${esc}[200~${pasted}`)
  expect(feed('\u0003')).toEqual([{ kind: 'interrupt' }])
})

it.each([
  ['typed', '', 'x'],
  ['pasted', `${esc}[200~`, 'x'],
  ['taken back', '', '\u007F'],
  ['a key without end', `${esc}[`, '1'],
])('costs the same for each character, however long the text before it is: %s (H113)', (_, start, character) => {
  const feed = pastedKeys()
  feed(start + '1'.repeat(limit))
  let copied = 0
  const { slice } = String.prototype
  vi.spyOn(String.prototype, 'slice').mockImplementation(function (this: string, ...range) {
    copied += this.length
    return slice.apply(this, range)
  })
  for (let index = 0; index < 100; index++) feed(character)
  vi.restoreAllMocks()
  expect(copied).toBeLessThan(10_000)
})

it('hands on no more of an endless paste than is refused for its length', () => {
  const feed = pastedKeys()
  feed(`${esc}[200~`)
  for (let part = 0; part < 2; part++) feed('x'.repeat(200_000))
  const [action] = feed(`${esc}[201~`)
  expect(action?.kind === 'text' && action.text.length).toBe(limit)
})
