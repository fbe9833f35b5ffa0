import { displayUrl, quoteUntrusted, tell } from '@fast-agent-auth/discovery/untrusted'
import { AuthorizationError } from '../authorization-error.ts'
import { unionScope } from '../protocol/scope.ts'
import { serverKey } from '../server-key.ts'
import { isNotAccepted } from '../tokens/record-state.ts'
import type { IssuedTokens, TokenSet } from '../tokens/token-set.ts'
import type { Refusal } from '../tokens/token-source.ts'
import { decideRenewal } from './decide-renewal.ts'
import type { FreshTokens } from './fresh-tokens.ts'
import { helpsNoMore } from './helps-no-more.ts'
import { noteRefusal } from './note-refusal.ts'
import type { RefreshTurnOptions } from './refresh-turn.ts'
import type { SignIns } from './sign-ins.ts'
import { assertScopeCanHelp, steppedUpScope } from './step-up.ts'
import type { TokenCache } from './token-cache.ts'
import { noteRefusedSignIn } from './window-pause.ts'

export interface SessionParts extends Omit<RefreshTurnOptions, 'rejected'>, FreshTokens {
  readonly scope?: string | undefined
  readonly account?: string | undefined
  readonly tokenCache: TokenCache
  readonly signIns: SignIns
}

/**
 * Answers one refusal: by tokens that are stored already, a refresh, or a person.
 *
 * @throws AuthorizationError `login_required` where only a person can help and may not be asked
 */
export async function renew(
  serverUrl: string,
  refusal: Refusal<IssuedTokens>,
  { tokenCache, signIns, refreshed, ...options }: SessionParts,
): Promise<TokenSet> {
  const { rejected, challenge, renewed, asked, interactive, background, unasked, signal } = refusal
  const { records, rateLimit, now, onEvent } = options
  const [hold, signIn] = [tokenCache.begin(), signIns.begin()]
  if (rejected) rateLimit.refused()
  const record = await records.read()
  const decision = decideRenewal(record, { rejected, renewed }, now())
  if (record && decision === 'stored') return hold(record.tokens)
  const wanted = steppedUpScope(challenge)
  let failure: AuthorizationError | undefined
  if (challenge && wanted !== undefined) {
    assertScopeCanHelp(serverUrl, challenge, { held: rejected, configured: options.scope })
  } else if (record && decision === 'refresh') {
    try {
      const tokens = await refreshed(record, { rejected, signal })
      if (tokens) return tokens
    } catch (error) {
      if (!helpsNoMore(error) || (!interactive && error.code !== 'login_required')) throw error
      failure = error
    }
  } else if (rejected && !background && !isNotAccepted(record?.refreshFailure)) {
    await noteRefusal(rejected, { ...options, signal })
    if (asked && rejected.issuer !== undefined) {
      const key = serverKey(serverUrl, options.account)
      await noteRefusedSignIn(options.store, { serverKey: key, issuer: rejected.issuer, now: now() })
    }
  }
  // Another process may sign in meanwhile.
  if (wanted === undefined) tokenCache.drop()
  if (interactive && (!asked || wanted !== undefined))
    return signIn({ challenge, rejected, wanted, cause: 'refusal' }, { signal })
  // Last: who hears it may sign in at once.
  if (!unasked) tell(onEvent, { type: 'login_required', serverUrl, challenge })
  const wish =
    wanted === undefined ? 'wants a person to sign in' : `wants more than was granted (scope ${quoteUntrusted(wanted)})`
  const problem = `${displayUrl(serverUrl)} ${wish}.${failure ? ` ${failure.message}` : ''}`
  // Without the challenge, a sign-in returns the tokens that are too few.
  const step = wanted === undefined ? 'Sign in' : 'Call login({ challenge: error.challenge })'
  const details = wanted === undefined ? {} : { scope: unionScope(rejected?.requestedScope ?? rejected?.scope, wanted) }
  const next = failure ? undefined : `${step}, then try again.`
  throw new AuthorizationError('login_required', problem, { challenge, next, details, cause: failure?.cause })
}
