/** The authorization server cannot be used safely: it does not support PKCE with S256. */
export class PkceError extends Error {
  override readonly name = 'PkceError'
  readonly code = 'pkce_unsupported'
  /**
   * Data for a program that writes its own sentence: `issuer`, and where an option would help also `option`, and `problem`,
   * which is the message without the next step.
   */
  readonly details: Readonly<Record<string, unknown>>

  constructor(
    problem: string,
    { next, details }: { readonly next?: string; readonly details: Readonly<Record<string, unknown>> },
  ) {
    super(next === undefined ? problem : `${problem} ${next}`)
    this.details = { ...details, problem }
  }
}
