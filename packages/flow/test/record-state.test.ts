import { describe, expect, it } from 'vitest'
import type { TokenSet } from '../src/index.ts'
import { isDue, isRefusedLately, isResting, isUsable } from '../src/tokens/record-state.ts'
import { tokenSet } from './token-set.ts'

const now = 1_000_000
const tokens = (accessToken: string, expiresAt?: number, refreshToken?: string): TokenSet =>
  tokenSet({ accessToken, expiresAt, refreshToken })

describe('a stored record answers a refusal', () => {
  it.each([
    ['valid, nothing was sent', { tokens: tokens('stored', now + 1) }, undefined, true],
    ['without expiry, nothing was sent', { tokens: tokens('stored') }, undefined, true],
    ['valid, and newer than what was refused', { tokens: tokens('stored', now + 1) }, tokens('sent'), true],
    ['valid, but what was refused', { tokens: tokens('sent', now + 1) }, tokens('sent', now + 1), false],
    ['without expiry, but what was refused', { tokens: tokens('sent') }, tokens('sent'), false],
    ['expired, nothing was sent', { tokens: tokens('stored', now) }, undefined, false],
    ['expired, though never sent', { tokens: tokens('stored', now - 1) }, tokens('sent'), false],
    ['expired and refreshable, though never sent', { tokens: tokens('stored', now, 'r') }, tokens('sent'), false],
  ])('%s', (_, record, rejected, usable) => {
    expect(isUsable(record, { rejected, now })).toBe(usable)
  })
})

describe('tokens are refreshed ahead of their expiry', () => {
  it.each([
    ['an hour: not 61 s ahead', 3600_000, 61_000, false],
    ['an hour: 60 s ahead', 3600_000, 60_000, true],
    ['ten seconds: not 3 s ahead', 10_000, 3_000, false],
    ['ten seconds: 2 s ahead, a fifth', 10_000, 2_000, true],
    ['after the expiry', 3600_000, -1, true],
  ])('%s', (_, lifetime, left, due) => {
    expect(isDue(tokens('a', lifetime), lifetime - left, 0)).toBe(due)
  })

  it.each([
    ['an hour ahead', 3600_000, true],
    ['just more than the margin ahead', 60_001, true],
    ['as far ahead as clocks may differ', 60_000, false],
  ])('where the clock was ahead when they were obtained, and was set back: %s (H91)', (_, ahead, due) => {
    const future = { ...tokens('a', now + ahead + 3600_000), obtainedAt: now + ahead }
    expect(isDue(future, now, 0)).toBe(due)
  })

  it('not all at the same moment: jitter takes off up to a quarter', () => {
    expect(isDue(tokens('a', 3600_000), 3600_000 - 46_000, 1)).toBe(false)
    expect(isDue(tokens('a', 3600_000), 3600_000 - 45_000, 1)).toBe(true)
  })

  it('never where they do not say when they expire', () => {
    expect(isDue(tokens('a'), Number.MAX_SAFE_INTEGER, 0)).toBe(false)
  })
})

describe('a refused refresh token is not sent again', () => {
  it.each([
    [1, 1],
    [2, 5],
    [3, 25],
    [4, 60],
    [5, 60],
  ])('where it was refused %i times, for %i min', (times, minutes) => {
    const ends = now + minutes * 60_000
    const rests = (at: number, then: number): boolean => isResting({ at, times, code: 'invalid_grant' }, then)
    expect([rests(now, now), rests(now, ends - 1), rests(now, ends)]).toEqual([true, true, false])
    expect(rests(now + 1, now), 'a refusal in the future: the clock was set back').toBe(false)
  })
})

describe('tokens that the MCP server refused although they were new are not renewed again for a minute', () => {
  it.each([
    ['at once', now, now, true],
    ['just before the minute is over', now, now + 59_999, true],
    ['but after it', now, now + 60_000, false],
    ['but where the refusal lies in the future, since the clock was set back', now + 1, now, false],
    ['but where there was none', undefined, now, false],
  ])('%s', (_, refusedAt, then, lately) => {
    expect(isRefusedLately({ tokens: tokens('a'), refusedAt }, then)).toBe(lately)
  })
})
