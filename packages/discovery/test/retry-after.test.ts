import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hostile } from '../../../scripts/hostile.ts'
import { retryAfter, tryAgain } from '../src/untrusted/failures.ts'

const now = Date.parse('2026-11-23T12:00:00Z')
const read = (value: string, more: Readonly<Record<string, string>> = {}): number | undefined =>
  retryAfter(new Headers({ 'retry-after': value, ...more }), now)

describe('Retry-After', () => {
  it.each([
    ['seconds', '7', 7000],
    ['a date', 'Mon, 23 Nov 2026 12:00:09 GMT', 9000],
    ['an hour', '3600', 3_600_000],
    ['a date in years', 'Fri, 23 Nov 2035 12:00:00 GMT', 283_996_800_000],
    ['more seconds than a number holds', '9'.repeat(400), Number.POSITIVE_INFINITY],
    ['0', '0', undefined],
    ['a date that is over', 'Mon, 23 Nov 2026 11:59:59 GMT', undefined],
    ['nothing', '', undefined],
    ['a negative number', '-5', undefined],
    ['a fraction', '1.5', undefined],
    ['an exponent', '1e3', undefined],
    ['a hexadecimal number', '0x10', undefined],
    ['other digits', encodeURIComponent('٣'), undefined],
    ['two values', '5, 10', undefined],
    ['a year', '2035-01-01', undefined],
    ['a date of no calendar', 'Mon, 99 Nov 2026 12:00:09 GMT', undefined],
    ['a date of another zone', 'Mon, 23 Nov 2026 12:00:09 +0200', undefined],
    ['a date of a zone after GMT', 'Mon, 23 Nov 2026 12:00:09 GMT-0200', undefined],
    ['a date after a word', 'After Mon, 23 Nov 2026 12:00:09 GMT', undefined],
  ])('as %s', (_, value, expected) => {
    expect(read(value)).toBe(expected)
  })

  it('as a date is read by the clock of the server where it tells the time', () => {
    expect(read('Mon, 23 Nov 2026 15:00:09 GMT', { date: 'Mon, 23 Nov 2026 15:00:00 GMT' })).toBe(9000)
    expect(read('Mon, 23 Nov 2026 12:00:09 GMT', { date: 'now' })).toBe(9000)
  })

  it('is absent where there is no header', () => {
    expect(retryAfter(new Headers(), now)).toBeUndefined()
  })

  it.each([
    [undefined, 'later'],
    [1, 'in 1 s'],
    [1001, 'in 2 s'],
    [5 * 60_000, 'in 300 s'],
    [5 * 60_000 + 1, 'in 6 minutes'],
    [5 * 3_600_000, 'in 300 minutes'],
    [5 * 3_600_000 + 1, 'in 6 hours'],
    [5 * 86_400_000, 'in 120 hours'],
    [5 * 86_400_000 + 1, 'in 6 days'],
    [365 * 86_400_000, 'in 365 days'],
    [365 * 86_400_000 + 1, 'in more than a year'],
  ])('is told in words, rounded up: %s ms are %s', (wait, words) => {
    expect(tryAgain(wait)).toBe(`Try again ${words}.`)
  })

  it('of any text is nothing, or a time that can be said', () => {
    const texts = fc.oneof(
      fc.string(),
      fc.integer().map(String),
      fc.bigInt().map(String),
      fc.date({ noInvalidDate: true }).map((date) => date.toUTCString()),
    )
    fc.assert(
      fc.property(texts, (text) => {
        const headers = { get: (name: string) => (name === 'retry-after' ? text : null) } as Headers
        const wait = retryAfter(headers, now)
        expect(wait === undefined || wait > 0).toBe(true)
        expect(tryAgain(wait)).toMatch(/^Try again (later|in (\d+ (s|minutes|hours|days)|more than a year))\.$/)
      }),
      hostile(1000),
    )
  })
})
