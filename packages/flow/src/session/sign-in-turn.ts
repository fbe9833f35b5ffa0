import type { BearerChallenge } from '@fast-agent-auth/discovery'
import { displayUrl, tell } from '@fast-agent-auth/discovery/untrusted'
import { AuthorizationError } from '../authorization-error.ts'
import type { SignInCause } from '../protocol/rate-limit.ts'
import { missingScope, unionScope } from '../protocol/scope.ts'
import { serverKey } from '../server-key.ts'
import { type AuthorizeOptions, authorize } from '../sign-in/authorize.ts'
import { defaultTimeout } from '../sign-in/wait-for-browser.ts'
import { isUsable } from '../tokens/record-state.ts'
import type { StoredTokens } from '../tokens/stored-tokens.ts'
import type { RejectedTokens, TokenSet } from '../tokens/token-set.ts'
import { assertWindowAllowed, parseWindowPause, windowPauseKey } from './window-pause.ts'

/** A request to a person. */
export interface SignInRequest {
  readonly challenge?: BearerChallenge | undefined
  /** The scope to ask for, instead of the scope of the options or the server. */
  readonly scope?: string | undefined
  /** The scope that tokens must cover to be an answer. */
  readonly requiredScope?: string | undefined
  readonly force?: boolean | undefined
  readonly registerAnew?: boolean | undefined
  readonly rejected?: RejectedTokens | undefined
  /** The reason for the sign-in, for the rate limit. */
  readonly cause: SignInCause
}

export interface SignInTurnOptions extends AuthorizeOptions {
  readonly records: StoredTokens
  /**
   * Called when the sign-in begins. From then on it goes on for the next caller, since a host may give up before
   * discovery ends.
   */
  readonly goOn: () => void
}

/** Added to the time that the person at the other process has, who may be asked twice. In ms. */
const grace = 60_000

/**
 * Signs in while nothing else that shares the store signs in to this server and account. A caller that had to wait
 * takes the tokens that the other sign-in brought.
 */
export async function signInTurn(
  serverUrl: string,
  { challenge, scope, requiredScope, force, registerAnew, rejected, cause }: SignInRequest,
  { records, goOn, ...options }: SignInTurnOptions,
): Promise<TokenSet> {
  const { onEvent } = options
  const limit = AbortSignal.timeout(Math.min(2 * (options.timeout ?? defaultTimeout) + grace, 2 ** 31 - 1))
  let tokens: TokenSet | undefined
  const other = setTimeout(() => tell(onEvent, { type: 'waiting', for: 'other_process', serverUrl }), 1000)
  const turn = options.store.update(
    windowPauseKey(serverKey(serverUrl, options.account)),
    async (present) => {
      clearTimeout(other)
      const paused = parseWindowPause(present)
      const record = await records.read()
      const now = (options.now ?? Date.now)()
      const faster = !force && record && isUsable(record, { rejected, now }) ? record.tokens : undefined
      if (faster && missingScope(requiredScope, unionScope(faster.requestedScope, faster.scope)).length === 0)
        tokens = faster
      else {
        const held = [record?.tokens, rejected]
        options.rateLimit?.signIn(cause)
        const request = {
          scope: scope ?? options.scope,
          addsScope: scope !== undefined,
          challenge,
          held,
          rediscover: force,
          registerAnew,
          cause,
        }
        goOn()
        tell(onEvent, { type: 'sign_in_started', serverUrl })
        if (challenge && requiredScope) tell(onEvent, { type: 'step_up', serverUrl, scope: requiredScope })
        const mayAsk = (issuer: string): void => {
          if (cause === 'refusal' && requiredScope === undefined)
            assertWindowAllowed(serverUrl, paused, { issuer, now })
        }
        tokens = await authorize(serverUrl, { ...options, ...request, mayAsk, keepsAlive: false }).catch(
          (error: unknown) => {
            tell(onEvent, { type: 'sign_in_failed', serverUrl, error })
            throw error
          },
        )
      }
      return present
    },
    { signal: options.signal ? AbortSignal.any([options.signal, limit]) : limit },
  )
  await turn
    .finally(() => clearTimeout(other))
    .catch((error: unknown) => {
      if (error !== limit.reason) throw error
      const message = `Another process has been signing in to ${displayUrl(serverUrl)} for too long. Is it stopped?`
      throw new AuthorizationError('timed_out', message, { cause: error })
    })
  if (tokens) return tokens
  throw new AuthorizationError('login_required', `The store gave no turn to sign in to ${displayUrl(serverUrl)}.`)
}
