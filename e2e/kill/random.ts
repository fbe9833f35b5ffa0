/** The same numbers, from 0 to 1, for the same seed. */
export function seededRandom(seed: number): () => number {
  let state = seed
  // Mulberry32: short, and good enough to spread moments.
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
