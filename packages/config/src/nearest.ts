/**
 * The candidate that is most similar to the word; `undefined` if none is similar.
 *
 * @param farthest how many letters may differ from a candidate
 */
export function nearest(
  word: string,
  candidates: readonly string[],
  farthest: (candidate: string) => number = aThird,
): string | undefined {
  const near = candidates
    // The distance is at least the difference of the lengths, which is cheap to compute.
    .filter((candidate) => Math.abs(word.length - candidate.length) <= farthest(candidate))
    .map((candidate) => ({ candidate, distance: distance(word.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ candidate, distance }) => distance <= farthest(candidate))
    .sort((a, b) => a.distance - b.distance)
  return near[0]?.candidate
}

function aThird(candidate: string): number {
  return Math.max(2, Math.floor(candidate.length / 3))
}

/** The number of letters that must be added, removed or changed (Levenshtein). */
function distance(from: string, to: string): number {
  // Longer words are not compared, since the work grows with the square of the length.
  if (Math.max(from.length, to.length) > 100) return from === to ? 0 : Number.POSITIVE_INFINITY
  let row = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (const [i, letter] of [...from].entries()) {
    const next = [i + 1]
    for (const [j, other] of [...to].entries()) {
      const changed = (row[j] ?? 0) + (letter === other ? 0 : 1)
      next.push(Math.min(changed, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1))
    }
    row = next
  }
  return row.at(-1) ?? 0
}
