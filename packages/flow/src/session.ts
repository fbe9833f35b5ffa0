import type { AuthorizeOptions } from './authorize.ts'
import { brakeFor } from './brake.ts'
import { guardedListener, guardedSession, guardOptions } from './guard.ts'
import type { LoginOptions } from './login-options.ts'
import { openSession } from './open-session.ts'
import { createSecrets } from './secrets.ts'
import { serverKey } from './server-key.ts'
import type { SignOut } from './sign-out.ts'
import type { TokenSet } from './token-set.ts'
import type { TokenSource } from './token-source.ts'

/** A token source that a person can sign in to and out of. */
export interface Session extends TokenSource {
  /** Returns at once where usable tokens are stored that are what the options ask for, unless `force`. */
  login(options?: LoginOptions): Promise<TokenSet>
  /** Revokes the tokens at the server and deletes them; deletes them also where they cannot be revoked. */
  logout(options?: { readonly signal?: AbortSignal | undefined }): Promise<SignOut>
}

export type SessionOptions = Omit<AuthorizeOptions, 'challenge' | 'held' | 'rediscover' | 'registerAnew' | 'signal'>

/**
 * The tokens of one server and account: found in the store, kept fresh, and asked for where a person may be asked. No
 * event or error of it holds a secret; whoever gives `secrets` sees to that with `guardOptions` and `guardedSession`.
 */
export function createSession(serverUrl: string, options: SessionOptions): Session {
  const { secrets, store, onEvent, account, now } = options
  const brake = options.brake ?? brakeFor(store, serverKey(serverUrl, account), now)
  if (secrets) return openSession(serverUrl, { ...options, secrets, brake })
  const ours = createSecrets()
  const guarded = { ...guardOptions(serverUrl, options, ours), onEvent: guardedListener(onEvent, ours) }
  return guardedSession(openSession(serverUrl, { ...guarded, brake }), ours)
}
