import type { BearerChallenge } from '@fast-agent-auth/discovery'
import { AuthorizationError } from '../authorization-error.ts'
import type { ClientOptions } from '../registration/client-options.ts'
import { isNotAccepted } from '../tokens/record-state.ts'
import type { StoredTokens } from '../tokens/stored-tokens.ts'
import type { TokenRecord } from '../tokens/token-record.ts'
import type { TokenSet } from '../tokens/token-set.ts'
import type { FreshTokens } from './fresh-tokens.ts'
import { satisfiesOptions } from './satisfies-options.ts'
import type { SignedIn } from './sign-in.ts'
import type { SignIns } from './sign-ins.ts'
import { assertScopeCanHelp, steppedUpScope } from './step-up.ts'

export interface LoginOptions {
  /** The server's reason for a refusal, from a `login_required` error. */
  readonly challenge?: BearerChallenge | undefined
  /** The scope to ask for this time, instead of the option `scope`. Scopes that were asked for before are kept. */
  readonly scope?: string | undefined
  /** Asks the person even if there are usable tokens. */
  readonly force?: boolean | undefined
  /** Asks the person, and registers a new client first, where clients register themselves. */
  readonly registerAnew?: boolean | undefined
  /** Ends the wait, and also the sign-in unless other callers wait for it. */
  readonly signal?: AbortSignal | undefined
}

interface LoginParts extends FreshTokens {
  readonly scope?: string | undefined
  readonly issuer?: string | undefined
  readonly client?: ClientOptions | undefined
  readonly records: StoredTokens
  readonly signIn: ReturnType<SignIns['begin']>
}

/** A sign-in that a person asks for. It ends at once where usable tokens are stored. */
export async function login(
  serverUrl: string,
  { challenge, scope, signal, registerAnew, ...rest }: LoginOptions,
  options: LoginParts,
): Promise<SignedIn> {
  signal?.throwIfAborted()
  const force = rest.force || registerAnew
  const record = force ? undefined : await options.records.read()
  const refused = record?.refusedAt === undefined ? undefined : record.tokens
  const usable = force || refused ? undefined : await sparingTokens(record, { ...options, signal })
  const requiredScope = scope ?? steppedUpScope(challenge)
  if (usable && satisfiesOptions(usable, { ...options, scope: requiredScope ?? options.scope })) {
    return { tokens: usable, prompted: false }
  }
  if (challenge && steppedUpScope(challenge) !== undefined) {
    assertScopeCanHelp(serverUrl, challenge, { held: usable, configured: scope ?? options.scope })
  }
  // Tokens that no refresh could replace are not returned either, even if they never expire.
  const rejected = refused ?? usable ?? record?.tokens
  const request = { challenge, scope, requiredScope, force, registerAnew, rejected, cause: 'person' } as const
  return { tokens: await options.signIn(request, { signal, byPerson: true }), prompted: true }
}

/** Tokens that spare a person a sign-in. A refresh token that was not accepted is tried once more. */
async function sparingTokens(
  record: TokenRecord | undefined,
  { token, refreshed, signal }: FreshTokens & { readonly signal: AbortSignal | undefined },
): Promise<TokenSet | undefined> {
  const wait = { signal, byPerson: true }
  try {
    return await (record && isNotAccepted(record.refreshFailure) ? refreshed(record, wait) : token(wait))
  } catch (error) {
    signal?.throwIfAborted()
    // A failed refresh must not keep a person from signing in.
    if (error instanceof AuthorizationError) return undefined
    throw error
  }
}
