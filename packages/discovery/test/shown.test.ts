import { expect, it } from 'vitest'
import { shown } from '../src/untrusted/shown.ts'

it.each([
  ['quotes text', 'https://as.example', '"https://as.example"'],
  ['takes away what a terminal obeys', 'a\u001b[31mb\u009bc\nd', '"a\ufffd[31mb\ufffdc\ufffdd"'],
  ['takes away what is invisible', 'a\u202eb\u200bc', '"a\ufffdb\ufffdc"'],
  ['takes away what begins a line', 'a\u2028b\u2029c', '"a\ufffdb\ufffdc"'],
  ['cuts what is long', 'x'.repeat(201), `"${'x'.repeat(200)}…"`],
  ['shows nothing of a list', ['x'], 'something that is not a string'],
  ['shows nothing of null', null, 'something that is not a string'],
  ['says that there is none', undefined, 'nothing'],
])('%s', (_, value, text) => {
  expect(shown(value)).toBe(text)
})
