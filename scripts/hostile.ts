import { type RunnerTestCase, TestRunner } from 'vitest'

/** The options of `fc.assert` beside a property. */
export interface HostileCases {
  readonly numRuns: number
  readonly seed: number
}

declare module 'vitest' {
  interface TaskMeta {
    /** The number of generated cases that a test tries. */
    hostileCases?: number
  }
}

/**
 * The number of generated cases that the present test tries, and their seed, HOSTILE_SEED, which is the same for all
 * tests of a run. The report of the run shows both, so any log shows how to have the same cases again. HOSTILE_TIMES=10
 * tries ten times as many.
 *
 * it('never throws', () => fc.assert(fc.property(…), hostile(1000)))
 */
export function hostile(runs: number): HostileCases {
  const numRuns = runs * (numberOf('HOSTILE_TIMES') ?? 1)
  const test = TestRunner.getCurrentTest<RunnerTestCase>()
  test.meta.hostileCases = (test.meta.hostileCases ?? 0) + numRuns
  return { numRuns, seed: numberOf('HOSTILE_SEED') ?? 1 }
}

function numberOf(variable: string): number | undefined {
  const text = process.env[variable]
  if (text === undefined || text === '') return undefined
  if (!/^\d{1,10}$/.test(text)) throw new TypeError(`${variable} is a number; got ${JSON.stringify(text)}.`)
  return Number(text)
}
