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

/** The outcome of a sign-in inside a session. */
export interface SignedIn {
  readonly tokens: TokenSet
  readonly prompted: boolean
}

export function toSignIn({ tokens, prompted }: SignedIn): SignIn {
  const { issuer, scope, refreshToken, expiresAt } = tokens
  return { prompted, issuer, scope, refreshable: refreshToken !== undefined, expiresAt }
}
