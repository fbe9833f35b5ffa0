import { setTimeout as wait } from 'node:timers/promises'

/**
 * Resolves as soon as a condition holds.
 *
 * @param what is waited for, as the error says it that comes after the limit, in ms
 */
export async function until(what: string, limit: number, condition: () => boolean): Promise<void> {
  const end = performance.now() + limit
  while (!condition()) {
    if (performance.now() > end) throw new Error(`Not within ${limit / 1000} s: ${what}`)
    await wait(1)
  }
}
