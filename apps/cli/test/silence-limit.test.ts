import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createSilenceLimit } from '../src/sign-in/silence-limit.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('a server that says nothing is given up after the limit', () => {
  const silence = createSilenceLimit(1000)
  silence.begin()
  vi.advanceTimersByTime(999)
  expect(silence.signal.aborted).toBe(false)
  vi.advanceTimersByTime(1)
  expect(silence.signal.reason).toMatchObject({ code: 'REQUEST_TIMEOUT' })
})

it('each request begins the time anew, and that of a person does not count', () => {
  const silence = createSilenceLimit(1000)
  silence.begin()
  vi.advanceTimersByTime(999)
  silence.begin()
  vi.advanceTimersByTime(999)
  silence.pause()
  vi.advanceTimersByTime(300_000)
  expect(silence.signal.aborted).toBe(false)
  silence.begin()
  vi.advanceTimersByTime(1000)
  expect(silence.signal.aborted).toBe(true)
})

it('one that has ended never holds the process again, whatever comes late', () => {
  const silence = createSilenceLimit(1000)
  silence.begin()
  silence.end()
  silence.begin()
  expect(vi.getTimerCount()).toBe(0)
})
