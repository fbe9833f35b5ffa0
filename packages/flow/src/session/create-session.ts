import { basicCredentials } from '../protocol/client-authentication.ts'
import { brakeFor } from '../protocol/rate-limit.ts'
import { secretsInUrl } from '../redaction/find-secrets.ts'
import { redactValue } from '../redaction/redact-value.ts'
import { guarded, guardedListener, learnFromBrowser, learnFromStore } from '../redaction/redacting.ts'
import { createSecrets, type Secrets } from '../redaction/secrets.ts'
import { type ClientOptions, isPreRegistered } from '../registration/client-options.ts'
import { serverKey } from '../server-key.ts'
import type { AuthorizeOptions } from '../sign-in/authorize.ts'
import { openSession, type Session, type SessionOptions } from './session.ts'

/**
 * The tokens of one server and account: found in the store, kept fresh, and asked for where a person may be asked. No
 * event or error of it holds a secret; whoever gives `secrets` sees to that with `guardOptions` and `guardedSession`.
 */
export function createSession(serverUrl: string, options: SessionOptions): Session {
  const { secrets, store, onEvent, account, now } = options
  const brake = options.brake ?? brakeFor(store, serverKey(serverUrl, account), now)
  if (secrets) return openSession(serverUrl, { ...options, secrets, brake })
  const ours = createSecrets()
  const cleaned = { ...guardOptions(serverUrl, options, ours), onEvent: guardedListener(onEvent, ours) }
  return guardedSession(openSession(serverUrl, { ...cleaned, brake }), ours)
}

type Guardable = Pick<AuthorizeOptions, 'store' | 'listen' | 'client'>

/**
 * The same options, from which every secret is learned that is in them, in the store, or comes back by the browser. What
 * a request sends and brings is learned where it is sent.
 */
export function guardOptions<T extends Guardable>(
  serverUrl: string,
  options: T,
  secrets: Secrets,
): T & { readonly secrets: Secrets } {
  const { store, listen, client } = options
  secrets.keep(...secretsInUrl(serverUrl), ...secretsOf(client))
  return {
    ...options,
    secrets,
    store: learnFromStore(store, secrets),
    listen: learnFromBrowser(listen, secrets),
  }
}

/** The secret as it is, and as it is sent. */
function secretsOf(client: ClientOptions | undefined): readonly string[] {
  if (!isPreRegistered(client) || client.secret === undefined) return []
  return [client.secret, basicCredentials(client.id, client.secret)]
}

/** The same session, whose errors hold no secret. */
export function guardedSession({ token, renew, login, logout, begin, finish }: Session, secrets: Secrets): Session {
  return {
    token: guarded(token, secrets),
    renew: guarded(renew, secrets),
    login: guarded(login, secrets),
    logout: guarded(async (options) => redactValue(await logout(options), secrets.redact), secrets),
    begin: guarded(begin, secrets),
    finish: guarded(finish, secrets),
  }
}
