import type { BearerChallenge } from '@fast-agent-auth/discovery'

/** A token as it is sent. Only `accessToken` is required of a source of your own. */
export interface AccessToken {
  readonly accessToken: string
  /** Default: `Bearer`. */
  readonly tokenType?: string | undefined
  /** Milliseconds since 1970. */
  readonly expiresAt?: number | undefined
  readonly scope?: string | undefined
  /**
   * When the token was issued, in ms since 1970. Default: a token of `renew` counts as new, and the age of any other is
   * unknown.
   */
  readonly obtainedAt?: number | undefined
  /** When a person signed in, in ms since 1970. Default: before the request. */
  readonly signedInAt?: number | undefined
  readonly issuer?: string | undefined
  /** The resource that the token is for (RFC 8707). */
  readonly resource?: string | undefined
}

/** Supplies tokens for one server and account. */
export interface TokenSource<Token extends AccessToken = AccessToken> {
  /**
   * Stored tokens, refreshed when about to expire; `undefined` where a person has to sign in, who is never asked here. A source
   * throws where trying again later may help: a session `unreachable`, `rate_limited`, or an error of its store.
   */
  token(options?: { readonly signal?: AbortSignal | undefined }): Promise<Token | undefined>
  /**
   * Tokens to send after a refusal: newer ones of another process, else refreshed ones, else those of a new sign-in if
   * `interactive`.
   */
  renew(refusal: Refusal<Token>): Promise<Token>
}

export interface Refusal<Token extends AccessToken = AccessToken> {
  /** The tokens that were sent. */
  readonly rejected?: Token | undefined
  readonly challenge?: BearerChallenge | undefined
  /** Whether a person may be asked. */
  readonly interactive?: boolean | undefined
  readonly signal?: AbortSignal | undefined
}

/** A refusal with the history of its request, as `withTokens` passes it to a session. */
export interface SentRefusal<Token extends AccessToken = AccessToken> extends Refusal<Token> {
  /** This very request was already sent with renewed tokens, so they are not refreshed again. */
  readonly renewed?: boolean | undefined
  /**
   * This very request has waited for a sign-in, and was sent with its tokens, so no person is asked again for the same.
   */
  readonly afterSignIn?: boolean | undefined
  /** Whether the refusal may be of this request only, so that it is not noted for other callers. */
  readonly background?: boolean | undefined
  /** Nobody asked for this request, so no event says that it needs a person. */
  readonly unasked?: boolean | undefined
}
