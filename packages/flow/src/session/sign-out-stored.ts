import { redactValue } from '../redaction/redact-value.ts'
import { learnFromFetch, learnFromStore, redactingErrors } from '../redaction/redacting.ts'
import type { Secrets } from '../redaction/secrets.ts'
import { parseServerKey } from '../server-key.ts'
import { storedTokens } from '../tokens/stored-tokens.ts'
import type { SignOut, SignOutOptions } from './sign-out.ts'

/**
 * Signs out by a server key that a store lists, which does not hold the whole URL of the server. No error holds a
 * secret.
 *
 * @throws AuthorizationError `unreachable` where another process held the record for a minute; errors of the store
 */
export async function signOutStored(
  serverKey: string,
  options: SignOutOptions & { readonly secrets: Secrets },
): Promise<SignOut> {
  const { secrets } = options
  const { signOut } = await import('./renewing.ts')
  const store = learnFromStore(options.store, secrets)
  const leave = redactingErrors(signOut, secrets)
  const outcome = await leave(parseServerKey(serverKey).serverUrl, storedTokens(store, serverKey), {
    ...options,
    store,
    fetch: learnFromFetch(options.fetch, secrets),
  })
  return redactValue(outcome, secrets.redact)
}
