import type { BearerChallenge } from '@fast-agent-auth/discovery'
import type { TokenSet } from './token-set.ts'

/** Supplies tokens for one server and account. */
export interface TokenSource {
  /** Stored tokens, refreshed when about to expire; `undefined` before the first sign-in. Never asks a person. */
  token(options?: { readonly signal?: AbortSignal | undefined }): Promise<TokenSet | undefined>
  /** Tokens that answer a refusal: another process's newer ones, else refreshed, else signed in anew if `interactive`. */
  renew(refusal: Refusal): Promise<TokenSet>
}

export interface Refusal {
  /** The tokens that were sent. */
  readonly rejected?: TokenSet | undefined
  readonly challenge?: BearerChallenge | undefined
  /** This very request was already sent with renewed tokens: they are not refreshed again. */
  readonly renewed?: boolean | undefined
  /** Whether a person may be asked. */
  readonly interactive?: boolean | undefined
  /** Nobody asked for this request: that it was refused says nothing about the tokens to anybody else. */
  readonly background?: boolean | undefined
  readonly signal?: AbortSignal | undefined
}
