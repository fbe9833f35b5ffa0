/** The data of an error of the library, from which this program writes its own sentence. */
export type ErrorDetails = Readonly<Record<string, unknown>>

export function detailsOf(error: unknown): ErrorDetails {
  if (!(error instanceof Error) || !('details' in error)) return {}
  return typeof error.details === 'object' && error.details !== null ? { ...error.details } : {}
}

/** The message of an error, without a next step that only a programmer can take. */
export function problemOf(error: unknown): string {
  const { problem } = detailsOf(error)
  if (typeof problem === 'string') return problem
  return error instanceof Error ? error.message : String(error)
}
