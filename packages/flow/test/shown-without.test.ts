import { expect, it } from 'vitest'
import { shownWithout } from '../src/protocol/shown-without.ts'

const hidden = 'in words that repeat a secret'

it.each([
  ['a secret', 'What is s3cr3t?', ['s3cr3t']],
  ['a piece of a long secret', 'What is …34567890…?', ['123456789012345']],
  ['a secret in its form for URLs', 'What is a%2Bb%3Dc%2Fd?', ['a+b=c/d']],
  ['a secret behind what is shown, where it is short', `${'x'.repeat(300)} s3cr3t`, ['s3cr3t']],
  ['one of several', 'What is second!?', [undefined, 'first-secret', 'second!']],
])('shows no words that repeat %s', (_, text, secrets) => {
  expect(shownWithout(text, secrets)).toBe(hidden)
})

it.each([
  ['speak of something else', 'No.', ['s3cr3t']],
  ['share less than eight characters with a long secret', 'What is 1234567?', ['123456789012345']],
  ['stand beside an empty secret', 'No.', ['', undefined]],
])('shows words that %s', (_, text, secrets) => {
  expect(shownWithout(text, secrets)).toBe(`"${text}"`)
})

it('shows the beginning of a long text, although its secret is as long', () => {
  // Each character of either would be looked at for each of the other: an hour, and no answer to Ctrl-C meanwhile.
  const secret = `${'k'.repeat(1_000_000)}A`
  expect(shownWithout('j'.repeat(1_000_000), [secret])).toBe(`"${'j'.repeat(200)}…"`)
  expect(shownWithout('k'.repeat(1_000_000), [secret])).toBe(hidden)
})

it('is not stopped by a secret that is no text', () => {
  expect(shownWithout('No.', ['\ud800abc'])).toBe('"No."')
})
