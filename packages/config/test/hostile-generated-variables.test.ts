import fc from 'fast-check'
import { expect, it } from 'vitest'
import { hostile } from '../../../scripts/hostile.ts'
import { ConfigError } from '../src/index.ts'
import { createReader, use } from './hostile-documents.ts'
import { settingsOf } from './world.ts'

/** The text with its variables put in, from left to right; `undefined` where one is not set and has no default. */
function putIn(text: string, env: Readonly<Record<string, string>>): string | undefined {
  const start = text.indexOf('${')
  const end = text.indexOf('}', start)
  if (start < 0 || end < 0) return text
  const [front, inside] = [text.slice(0, start), text.slice(start + 2, end)]
  if (inside === '') {
    const rest = putIn(text.slice(start + 2), env)
    return rest === undefined ? undefined : `${front}\${${rest}`
  }
  const [name = '', ...fallback] = inside.split(':')
  const found = env[name] ?? (fallback.length > 0 ? fallback.join(':') : undefined)
  const rest = putIn(text.slice(end + 1), env)
  return found === undefined || rest === undefined ? undefined : `${front}${found}${rest}`
}

it('of variables in variables each is put in once, or told of', async () => {
  const read = await createReader('fast-agent.yaml')
  const env = { A: 'a', B: use('A'), C: '}${A:', D: '' }
  const pieces = fc.constantFrom(
    '${',
    '}',
    '$',
    '{',
    ':',
    'A',
    'B',
    'C',
    'D',
    'E',
    use('A'),
    use('B'),
    use('C'),
    '${E:',
    'x',
    use(`E:${use('A')}`),
  )
  const texts = fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join(''))
  await fc.assert(
    fc.asyncProperty(texts, async (text) => {
      const server = { url: 'https://mcp.example.com', headers: { X: `x${text}` } }
      const outcome = await read([JSON.stringify({ mcp: { servers: { x: server } } })], env)
      if (outcome instanceof ConfigError) throw outcome
      const expected = putIn(`x${text}`, env)
      if (expected === undefined) expect(outcome.servers[0]?.error?.code).toBe('unset_variable')
      else expect(settingsOf(outcome).headers.X).toBe(expected)
    }),
    hostile(500),
  )
})
