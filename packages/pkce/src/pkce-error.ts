/** The authorization server cannot be used safely: it does not support PKCE with S256. */
export class PkceError extends Error {
  override readonly name = 'PkceError'
  readonly code = 'pkce_unsupported'
}
