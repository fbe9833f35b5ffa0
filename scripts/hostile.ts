import { randomInt } from 'node:crypto'
import { expect } from 'vitest'

/** What `fc.assert` takes beside a property. */
export interface HostileCases {
  readonly numRuns: number
  readonly seed: number
}

/**
 * How many generated cases the test that runs tries, of HOSTILE_SEED where that is set, else of another seed each time.
 * Prints both, also where all is well: so any log tells how to have the same cases again. HOSTILE_TIMES=10 tries ten times
 * as many.
 *
 *     it('never throws', () => fc.assert(fc.property(…), hostile(1000)))
 */
export function hostile(runs: number): HostileCases {
  const numRuns = runs * (numberOf('HOSTILE_TIMES') ?? 1)
  const seed = numberOf('HOSTILE_SEED') ?? randomInt(2 ** 31)
  const { currentTestName = 'a rule', testPath = '' } = expect.getState()
  const file = testPath.replace(/^.*[\\/](?=(?:packages|apps|e2e)[\\/])/, '')
  process.stdout.write(`hostile: ${currentTestName} (${file}): ${numRuns} cases, seed ${seed}\n`)
  return { numRuns, seed }
}

function numberOf(variable: string): number | undefined {
  const text = process.env[variable]
  if (text === undefined || text === '') return undefined
  if (!/^\d{1,10}$/.test(text)) throw new TypeError(`${variable} is a number; got ${JSON.stringify(text)}.`)
  return Number(text)
}
