import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compare, type Difference } from '../../src/differential.ts'

const run = { seed: 1, runs: 100 }
const identity = (value: number): number => value
const zero: Difference<number> = { reason: 'Theirs has no zero.', applies: (value) => value === 0 }
const sevens: Difference<number> = { reason: 'Theirs has no seven.', applies: (value) => value % 7 === 0 }
const same = { input: fc.nat({ max: 9 }), ours: identity, theirs: identity, truth: identity, differences: [] }
const without = (...missing: readonly number[]) => ({
  ...same,
  theirs: (value: number) => (missing.includes(value) ? -1 : value),
})

describe('a comparison', () => {
  it('passes where both give the same, and where a listed difference says why not', async () => {
    await compare(same, run)
    await compare({ ...without(0), differences: [zero] }, run)
  })

  it('fails where they differ and nothing says why', async () => {
    await expect(compare(without(0), run)).rejects.toThrow(/no listed difference applies: { ours: 0, theirs: -1/)
    await expect(compare({ ...without(0, 3), differences: [zero] }, run)).rejects.toThrow(/Counterexample: \[3\]/)
  })

  it('fails where ours is not the truth, although theirs is the same or a difference is listed', async () => {
    const wrong = { ...same, ours: (value: number) => (value === 0 ? 1 : value) }
    await expect(compare({ ...wrong, theirs: wrong.ours }, run)).rejects.toThrow('Ours is not the truth')
    await expect(compare({ ...wrong, differences: [zero] }, run)).rejects.toThrow('Ours is not the truth')
  })

  it('fails where a listed difference is none any more', async () => {
    await expect(compare({ ...same, differences: [zero] }, run)).rejects.toThrow(
      /never occurred:\n- Theirs has no zero\.$/,
    )
  })

  it('fails where a listed difference occurs beside another only', async () => {
    const differences = [zero, sevens]
    await compare({ ...without(7), differences: [sevens] }, run)
    await expect(compare({ ...without(0), differences }, run)).rejects.toThrow(/never occurred:\n- .*zero.\n- .*seven/)
  })
})
