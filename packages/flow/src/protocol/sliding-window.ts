/** How far back a limit looks, in ms. */
export const span = 30_000

/** How long until one more than `limit` may follow `times`, the oldest of which comes first. */
export function waitFor(times: readonly number[], limit: number, now: number): number {
  const first = recent(times, now).at(-limit)
  return first === undefined ? 0 : leftOf(first, span, now)
}

/** Those of the times that still count. */
export function recent(times: readonly number[], now: number): readonly number[] {
  return times.filter((time) => leftOf(time, span, now) > 0)
}

/** What is left of a duration that began at `start`: nothing where the clock was set back since. */
export function leftOf(start: number, duration: number, now: number): number {
  return start > now ? 0 : Math.max(0, start + duration - now)
}
