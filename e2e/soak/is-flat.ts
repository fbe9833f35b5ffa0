import { median } from '../../benchmarks/src/median.ts'

/** Memory in the middle of a run and at its end, in bytes. */
export interface Growth {
  readonly middle: number
  readonly last: number
}

/** In bytes, for no reason. In a minute, compiled code, caches and one large body make more of a difference than later. */
const tolerance = (samples: number): number => (samples < 180 ? 4 : 1) * 1024 * 1024

/** The medians of the second and the last third: a single sample with a large body in it counts for nothing. */
export function growthOf(samples: readonly number[]): Growth {
  const third = Math.floor(samples.length / 3)
  return { middle: median(samples.slice(third, 2 * third)), last: median(samples.slice(2 * third)) }
}

/** A program gets warm in so many samples, and fills its caches. */
const warm = 10

/** Whether memory does not grow once a program is warm. A run too short to tell counts as flat. */
export function isFlat(samples: readonly number[]): boolean {
  if (samples.length < 3 * warm) return true
  const { middle, last } = growthOf(samples)
  return last <= middle * 1.05 + tolerance(samples.length)
}
