import { AuthorizationError } from '../authorization-error.ts'
import type { FlowEvent } from '../events.ts'
import type { Client } from '../protocol/client.ts'
import { isClientUnknown } from '../protocol/client-unknown.ts'
import { missingScope } from '../protocol/scope.ts'

interface FailedSignIn {
  readonly serverUrl: string
  readonly issuer: string
  readonly requestedScope: string | undefined
}

/** The event that explains why a new client may succeed after a failed sign-in with a stored one, if it may. */
export function reasonToRegister(
  error: unknown,
  client: Client,
  { serverUrl, issuer, requestedScope }: FailedSignIn,
): FlowEvent | undefined {
  if (isClientUnknown(error)) return { type: 'client_forgotten', serverUrl, issuer }
  if (!(error instanceof AuthorizationError) || error.code !== 'invalid_scope') return undefined
  // `resolveClient` has registered again already where the registration response had a scope.
  if (client.scope !== undefined || missingScope(requestedScope, client.requestedScope).length === 0) return undefined
  const message = `${issuer} refused the requested scope. It may grant a client only the scope that the client registered for, so a new client is registered, and the page in the browser opens again.`
  return { type: 'notice', rule: 'registered_scope', serverUrl, issuer, message }
}
