/** The length of the window, in ms. */
export const span = 30_000

/** How long until another event may follow `times` within the limit, in ms. The oldest time comes first. */
export function waitFor(times: readonly number[], limit: number, now: number): number {
  const first = recent(times, now).at(-limit)
  return first === undefined ? 0 : leftOf(first, span, now)
}

/** The times within the window. */
export function recent(times: readonly number[], now: number): readonly number[] {
  return times.filter((time) => leftOf(time, span, now) > 0)
}

/** The rest of a duration that began at `start`, in ms; 0 where the clock was set back since. */
export function leftOf(start: number, duration: number, now: number): number {
  return start > now ? 0 : Math.max(0, start + duration - now)
}

/** The longest pause of refreshes, in ms. */
const longestBackOff = 30_000

/** How long refreshes pause after so many failures, in ms: not after the first one, then 1 s, 2 s, 4 s and so on. */
export function backOff(failures: number): number {
  return failures < 2 ? 0 : Math.min(1000 * 2 ** (failures - 2), longestBackOff)
}
