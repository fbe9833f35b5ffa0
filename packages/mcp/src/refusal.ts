import { type BearerChallenge, selectBearerChallenge } from '@fast-agent-auth/discovery/internal/at-start'
import { displayUrl, quoteUntrusted, tellOperator } from '@fast-agent-auth/discovery/untrusted'
import { type AccessToken, AuthorizationError } from '@fast-agent-auth/flow'
import { type FollowedResponse, redirectsElsewhere } from './within-origin.ts'

/** The server's refusal of the tokens of a request. */
export interface TokenRefusal {
  readonly status: number
  readonly challenge: BearerChallenge | undefined
  /** Whether the tokens are good and grant too little (RFC 6750 §3.1). */
  readonly stepUp: boolean
  /** Whether the challenge is `insufficient_scope` all the same: then a clock that is behind is not the reason. */
  readonly isOfScope?: boolean | undefined
}

export interface SentTokens {
  readonly origin: string
  readonly tokens: AccessToken | undefined
  /** Milliseconds since 1970. */
  readonly now: number
}

/**
 * The refusal in a response; `undefined` where the response is no refusal, or comes from another origin. For expired
 * tokens, some servers answer `insufficient_scope` or a redirect to a login page in place of a 401.
 */
export function readRefusal(answered: FollowedResponse, { origin, tokens, now }: SentTokens): TokenRefusal | undefined {
  const { response } = answered
  const { status } = response
  const hasExpired = tokens?.expiresAt !== undefined && tokens.expiresAt <= now
  if (hasExpired && isLogin(answered, origin)) return { status, challenge: undefined, stepUp: false }
  if (status !== 401 && status !== 403) return undefined
  // After a redirect that the caller follows, the answer may come from elsewhere.
  if (response.url !== '' && new URL(response.url).origin !== origin) return undefined
  const challenge = selectBearerChallenge(response.headers)
  const error = challenge?.error
  if (error === 'insufficient_scope') {
    return hasExpired || (status === 401 && isHeld(challenge?.scope, tokens))
      ? { status, challenge: { ...challenge, error: undefined }, stepUp: false, isOfScope: true }
      : { status, challenge, stepUp: true }
  }
  return status === 401 || error === 'invalid_token' ? { status, challenge, stepUp: false } : undefined
}

/** Whether the tokens have all of a scope, so that the scope is not the reason for the refusal. */
function isHeld(scope: string | undefined, tokens: AccessToken | undefined): boolean {
  const held = tokens?.scope?.split(' ') ?? []
  return scope === undefined || scope.split(' ').every((name) => held.includes(name))
}

function isLogin({ response, asGet }: FollowedResponse, origin: string): boolean {
  const { status, headers } = response
  if (status === 302 || status === 303) return redirectsElsewhere(response, origin)
  return asGet && /^text\/html\b/i.test(headers.get('content-type') ?? '')
}

/** The error for a server that refuses new tokens too: `insufficient_scope` where it wants more scope, else `refused`. */
export function stillRefused(serverUrl: string, { status, challenge, stepUp }: TokenRefusal): AuthorizationError {
  if (stepUp) {
    const message = `${displayUrl(serverUrl)} asks for ever more scope, now for ${quoteUntrusted(challenge?.scope)}. ${tellOperator.next}`
    return new AuthorizationError('insufficient_scope', message, { challenge })
  }
  const message = `${displayUrl(serverUrl)} answers ${status} even with tokens that its authorization server has just issued. ${tellOperator.next}`
  return new AuthorizationError('unknown_server_error', message, { challenge })
}
