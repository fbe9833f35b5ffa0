/** The error for an authorization server that cannot be used safely, since it does not support PKCE with S256. */
export class PkceError extends Error {
  override readonly name = 'PkceError'
  readonly code = 'pkce_unsupported'
  /**
   * Data for a program that writes its own sentence: `issuer`; `problem`, the message without its next step; and `option`, the
   * name of the option that may help.
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
