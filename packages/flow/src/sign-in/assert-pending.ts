import { isJsonObject } from '@fast-agent-auth/discovery/untrusted'
import { AuthorizationError } from '../authorization-error.ts'
import type { PendingSignIn } from './begin.ts'

const texts = [
  'serverUrl',
  'resource',
  'issuer',
  'tokenEndpoint',
  'clientId',
  'tokenEndpointAuthMethod',
  'redirectUri',
  'state',
  'verifier',
] as const satisfies readonly (keyof PendingSignIn)[]

/**
 * Checks what a web application kept between the two halves of a sign-in.
 *
 * @throws AuthorizationError `invalid_option` where a part of it is missing
 */
export function assertPending(value: unknown): asserts value is PendingSignIn {
  const isWhole =
    isJsonObject(value) &&
    texts.every((name) => typeof value[name] === 'string') &&
    URL.canParse(String(value.serverUrl)) &&
    typeof value.startedAt === 'number'
  if (isWhole) return
  const problem = 'The first argument of finish is not the pending sign-in that begin returned.'
  const next = 'Keep it whole, as JSON, from begin to finish.'
  throw new AuthorizationError('invalid_option', problem, { next })
}
