import { describe, expect, it } from 'vitest'
import { duration, relativeTime } from '../src/terminal/words.ts'

const second = 1000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

describe('duration', () => {
  it.each([
    [0, '0 seconds'],
    [second, '1 second'],
    [90 * second, '90 seconds'],
    [5 * minute, '5 minutes'],
    [hour, '60 minutes'],
    [90 * minute, '90 minutes'],
    [2 * hour, '2 hours'],
    [2 * hour - 500, '2 hours'],
    [day, '24 hours'],
    [14 * day, '14 days'],
    [90 * day, '3 months'],
    [800 * day, '2 years'],
  ])('calls %d ms %s', (milliseconds, words) => {
    expect(duration(milliseconds)).toBe(words)
  })
})

describe('relativeTime', () => {
  it.each([
    [52 * minute, 'in 52 minutes'],
    [hour - 20, 'in 60 minutes'],
    [30 * second, 'in less than a minute'],
    [0, 'less than a minute ago'],
    [-30 * second, 'less than a minute ago'],
    [-2 * hour, '2 hours ago'],
    [-3 * day, '3 days ago'],
  ])('calls what is %d ms from now %s', (distance, words) => {
    const now = 1_790_000_000_000
    expect(relativeTime(now + distance, now)).toBe(words)
  })
})
