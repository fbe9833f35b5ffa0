import fc from 'fast-check'
import { rarely } from './rarely.ts'

/** A scope as it is sent, and the names of which it was printed (RFC 6749 §3.3). */
export interface Scope {
  readonly sent: string
  readonly names: readonly string[]
}

const anyName = fc.stringMatching(/^[!#-[\]-~]{1,8}$/)
// Few, so that they meet again.
const knownName = fc.constantFrom('a', 'A', 'b', 'mcp:read', 'https://api.example/mail')
const nameWithWhiteSpace = fc.constantFrom('a\tb', 'a\nb', 'a\u00a0', 'a\u2003b')
const spaces = rarely(fc.constant('  '), fc.constant(' '))
const edge = rarely(spaces, fc.constant(''))

export const scope: fc.Arbitrary<Scope | undefined> = rarely(
  fc.constant(undefined),
  fc
    .record({
      words: fc.array(
        fc.tuple(
          rarely(nameWithWhiteSpace, fc.oneof({ weight: 3, arbitrary: knownName }, { weight: 1, arbitrary: anyName })),
          spaces,
        ),
        { maxLength: 4 },
      ),
      start: edge,
      end: edge,
    })
    .map(({ words, start, end }) => ({
      sent: start + words.map(([name, space], at) => (at === 0 ? name : space + name)).join('') + end,
      names: words.map(([name]) => name),
    })),
)
