/** The authorization URL on a screen whose broken lines are joined. */
export function linkOn(joined: string): string {
  const link = joined.split('\n').find((line) => /^https?:\/\/\S+$/.test(line))
  if (link === undefined) throw new Error(`No link is seen:\n${joined}`)
  return link
}
