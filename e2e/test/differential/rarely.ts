import fc from 'fast-check'

/** Mostly the usual, so that much of the input has one oddity and no more. */
export function rarely<Value>(odd: fc.Arbitrary<Value>, usual: fc.Arbitrary<Value>): fc.Arbitrary<Value> {
  return fc.oneof({ withCrossShrink: true }, { weight: 15, arbitrary: usual }, { weight: 1, arbitrary: odd })
}
