/** Whether tests are skipped because something is missing, which is told. Throws in CI on Linux. */
export function skips(missing: string | undefined): boolean {
  if (missing === undefined) return false
  if (process.env.CI && process.platform === 'linux') throw new Error(missing)
  // Not by the console, of which nothing is shown where all is well.
  process.stderr.write(`Skipped: ${missing}\n`)
  return true
}
