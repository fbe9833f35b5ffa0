/**
 * A value without the white space around it, which no URL has and some templates leave. Without a regular expression: over
 * a million blanks, one would take minutes.
 */
export function trimmed(value: unknown): unknown {
  return typeof value === 'string' ? value.trim() : value
}
