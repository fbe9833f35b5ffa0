import { afterEach, expect, it, vi } from 'vitest'
import { pause } from '../src/pause.ts'

afterEach(() => {
  vi.useRealTimers()
})

it.each([
  [0, 0, 1],
  [0, 1, 2],
  [5, 1, 15],
  [9, 1, 76],
  [10, 1, 100],
  [10_000, 0, 50],
  [10_000, 1, 100],
])(
  'waits longer before each attempt, and never in step (attempt %d, chance %d: %d ms)',
  async (attempt, chance, ms) => {
    vi.useFakeTimers()
    vi.spyOn(Math, 'random').mockReturnValue(chance)
    const done = vi.fn()
    pause(attempt, undefined).then(done)
    await vi.advanceTimersByTimeAsync(ms - 1)
    expect(done).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(1)
    expect(done).toHaveBeenCalledOnce()
  },
)

it('ends early by the signal, and leaves neither timer nor listener', async () => {
  vi.useFakeTimers()
  const controller = new AbortController()
  const added = vi.spyOn(controller.signal, 'addEventListener')
  const removed = vi.spyOn(controller.signal, 'removeEventListener')
  const waiting = pause(20, controller.signal)
  controller.abort()
  await waiting
  expect(vi.getTimerCount()).toBe(0)
  expect(removed.mock.calls.map(([, listener]) => listener)).toEqual(added.mock.calls.map(([, listener]) => listener))
})
