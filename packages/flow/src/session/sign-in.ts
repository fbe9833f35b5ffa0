import type { TokenSet } from '../tokens/token-set.ts'

/** The outcome of a sign-in. */
export interface SignIn {
  /** Whether a person was asked, here or in another process; else usable tokens were stored. */
  readonly prompted: boolean
  readonly issuer: string
  /** The scope as it was granted. */
  readonly scope?: string | undefined
  /** Whether the access token is renewed without a person. */
  readonly refreshable: boolean
  /** When the access token expires, in milliseconds since 1970. */
  readonly expiresAt?: number | undefined
}

export function toSignIn({ issuer, scope, refreshToken, expiresAt }: TokenSet, prompted: boolean): SignIn {
  return { prompted, issuer, scope, refreshable: refreshToken !== undefined, expiresAt }
}
