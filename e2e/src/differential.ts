import { inspect, isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'

/** A difference between two implementations that is allowed, with the reason why ours is right. */
export interface Difference<Input> {
  readonly reason: string
  readonly applies: (input: Input) => boolean
}

/** Two implementations of one thing, and a third to judge them, which has seen how the input was made. */
export interface Comparison<Input, Result> {
  readonly input: fc.Arbitrary<Input>
  readonly ours: (input: Input) => Result
  readonly theirs: (input: Input) => Result | Promise<Result>
  readonly truth: (input: Input) => Result
  readonly differences: readonly Difference<Input>[]
}

export interface Run {
  readonly seed: number
  readonly runs: number
}

/** The same input every time, so that a failure is seen again; DIFFERENTIAL_SEED and DIFFERENTIAL_RUNS ask for other. */
export function runFromEnvironment(): Run {
  const { DIFFERENTIAL_SEED: seed, DIFFERENTIAL_RUNS: runs } = process.env
  return { seed: Number(seed ?? 9728), runs: Number(runs ?? 10_000) }
}

/**
 * Gives both the same generated input. Throws where ours is not the truth, where theirs differs and no listed
 * difference applies, and where a listed difference never was the only one to apply to an input with two results.
 */
export async function compare<Input, Result>(
  { input, ours, theirs, truth, differences }: Comparison<Input, Result>,
  { seed, runs }: Run = runFromEnvironment(),
): Promise<void> {
  const occurred = new Set<Difference<Input>>()
  const property = fc.asyncProperty(input, async (value) => {
    const results = { ours: ours(value), theirs: await theirs(value), truth: truth(value) }
    if (!isDeepStrictEqual(results.ours, results.truth)) throw new Error(`Ours is not the truth: ${inspect(results)}`)
    if (isDeepStrictEqual(results.ours, results.theirs)) return
    const [first, ...others] = differences.filter(({ applies }) => applies(value))
    if (first === undefined) throw new Error(`They differ, and no listed difference applies: ${inspect(results)}`)
    // Each is tried alone: beside another, a difference that is gone would seem to be there still.
    if (others.length === 0) occurred.add(first)
  })
  await fc.assert(property, { seed, numRuns: runs, includeErrorInReport: true })
  const absent = differences.filter((difference) => !occurred.has(difference)).map(({ reason }) => `\n- ${reason}`)
  if (absent.length > 0) throw new Error(`In ${runs} runs with seed ${seed} never occurred:${absent.join('')}`)
}
