import { expect, it } from 'vitest'
import { pastedKeys } from '../src/terminal/pasted-keys.ts'

const esc = '\u001B'
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
  ['a control character inside a paste as text', [`${esc}[200~a\u0003${esc}[201~`], [text('a\u0003')]],
])('takes %s', (_, chunks, actions) => {
  const feed = pastedKeys()
  expect(chunks.flatMap((chunk) => feed(chunk))).toEqual(actions)
})

it('keeps no more of an endless paste than an answer may have', () => {
  const feed = pastedKeys()
  feed(`${esc}[200~`)
  for (let megabyte = 0; megabyte < 2; megabyte++) feed('x'.repeat(200_000))
  const [action] = feed(`${esc}[201~`)
  expect(action?.kind === 'text' && action.text.length).toBe(64 * 1024)
})
