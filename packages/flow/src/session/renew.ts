import { displayUrl, quoteUntrusted, tell } from '@fast-agent-auth/discovery/untrusted'
import { AuthorizationError } from '../authorization-error.ts'
import { unionScope } from '../protocol/scope.ts'
import { serverKey } from '../server-key.ts'
import { isNotAccepted } from '../tokens/record-state.ts'
import type { IssuedTokens, TokenSet } from '../tokens/token-set.ts'
import type { SentRefusal } from '../tokens/token-source.ts'
import { decideRenewal } from './decide-renewal.ts'
import type { FreshTokens } from './fresh-tokens.ts'
import { isFinalRefreshError } from './is-final-refresh-error.ts'
import { noteRefusal } from './note-refusal.ts'
import type { RefreshTurnOptions } from './refresh-turn.ts'
import type { SignIns } from './sign-ins.ts'
import { assertScopeCanHelp, steppedUpScope } from './step-up.ts'
import type { TokenCache } from './token-cache.ts'
import { noteRefusedSignIn } from './window-pause.ts'

export interface RenewOptions extends Omit<RefreshTurnOptions, 'rejected'>, FreshTokens {
  readonly scope?: string | undefined
  readonly account?: string | undefined
  readonly tokenCache: TokenCache
  /** Remembers tokens, unless tokens were dropped since the refusal came. */
  readonly remember: ReturnType<TokenCache['begin']>
  readonly signIn: ReturnType<SignIns['begin']>
}

/**
 * Answers one refusal: by tokens that are stored already, a refresh, or a person.
 *
 * @throws AuthorizationError `login_required` where only a person can help and may not be asked
 */
export async function renew(
  serverUrl: string,
  refusal: SentRefusal<IssuedTokens>,
  { tokenCache, remember, signIn, refreshed, ...options }: RenewOptions,
): Promise<TokenSet> {
  const { rejected, challenge, renewed, afterSignIn, interactive, background, unasked, signal } = refusal
  const { records, rateLimit, now, onEvent } = options
  if (rejected) rateLimit.refused()
  const record = await records.read()
  const decision = decideRenewal(record, { rejected, renewed }, now())
  if (record && decision === 'stored') return remember(record.tokens)
  const requiredScope = steppedUpScope(challenge)
  let failure: AuthorizationError | undefined
  if (challenge && requiredScope !== undefined) {
    assertScopeCanHelp(serverUrl, challenge, { held: rejected, configured: options.scope })
  } else if (record && decision === 'refresh') {
    try {
      const tokens = await refreshed(record, { rejected, signal })
      if (tokens) return tokens
    } catch (error) {
      if (!isFinalRefreshError(error) || (!interactive && error.code !== 'login_required')) throw error
      failure = error
    }
  } else if (rejected && !background && !isNotAccepted(record?.refreshFailure)) {
    await noteRefusal(rejected, { ...options, signal })
    if (afterSignIn && rejected.issuer !== undefined) {
      const key = serverKey(serverUrl, options.account)
      await noteRefusedSignIn(options.store, { serverKey: key, issuer: rejected.issuer, now: now() })
    }
  }
  // Another process may sign in meanwhile.
  if (requiredScope === undefined) tokenCache.drop()
  if (interactive && (!afterSignIn || requiredScope !== undefined))
    return signIn({ challenge, rejected, requiredScope, cause: 'refusal' }, { signal })
  // Sent last, since the listener may sign in at once.
  if (!unasked) tell(onEvent, { type: 'login_required', serverUrl, challenge })
  const need =
    requiredScope === undefined
      ? 'wants a person to sign in'
      : `wants more than was granted (scope ${quoteUntrusted(requiredScope)})`
  const problem = `${displayUrl(serverUrl)} ${need}.${failure ? ` ${failure.message}` : ''}`
  // Without the challenge, a sign-in would return the tokens whose scope is too small.
  const step = requiredScope === undefined ? 'Sign in' : 'Call login({ challenge: error.challenge })'
  const details =
    requiredScope === undefined ? {} : { scope: unionScope(rejected?.requestedScope ?? rejected?.scope, requiredScope) }
  const next = failure ? undefined : `${step}, then try again.`
  throw new AuthorizationError('login_required', problem, { challenge, next, details, cause: failure?.cause })
}
