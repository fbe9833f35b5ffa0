import { careful } from '@fast-agent-auth/discovery'
import { parseObject } from '@fast-agent-auth/discovery/untrusted'
import type { TokenStore } from '@fast-agent-auth/token-store'
import type { AuthorizeOptions } from './authorize.ts'
import { type ClientOptions, isPreRegistered } from './client.ts'
import { basicCredentials } from './client-authentication.ts'
import { redactValue } from './redact-value.ts'
import type { Listen } from './redirect.ts'
import { sameStore } from './same-store.ts'
import type { Secrets } from './secrets.ts'
import { secretsInRecord, secretsInUrl } from './secrets-in.ts'
import type { Session } from './session.ts'

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

/** The same listener, whose events hold no secret and whose faults end nothing. */
export function guardedListener<Event>(
  listener: ((event: Event) => unknown) | undefined,
  { redact }: Secrets,
): (event: Event) => void {
  return careful(listener && ((event: Event) => listener(redactValue(event, redact))))
}

/** The same session, whose errors hold no secret. */
export function guardedSession({ token, renew, login, logout }: Session, secrets: Secrets): Session {
  return {
    token: guarded(token, secrets),
    renew: guarded(renew, secrets),
    login: guarded(login, secrets),
    logout: guarded(async (options) => redactValue(await logout(options), secrets.redact), secrets),
  }
}

/** The same work, whose errors hold no secret. */
export function guarded<A extends readonly unknown[], R>(
  work: (...args: A) => Promise<R>,
  { redact }: Secrets,
): (...args: A) => Promise<R> {
  const fail = (error: unknown): Promise<never> => Promise.reject(redactValue(error, redact))
  return (...args) => work(...args).catch(fail)
}

/** Of more, somebody else has written the record. */
const recordLimit = 120

function learnFromStore(store: TokenStore, { learn }: Secrets): TokenStore {
  const learned = (key: string, record: string | undefined): string | undefined => {
    if (record !== undefined && /^(tokens|client):/.test(key))
      learn(...secretsInRecord(parseObject(record)).slice(0, recordLimit))
    return record
  }
  const learning: TokenStore = {
    get: async (key) => learned(key, await store.get(key)),
    keys: () => store.keys(),
    update: (key, change, options) =>
      store.update(key, async (present) => learned(key, await change(learned(key, present))), options),
  }
  return sameStore(learning, store)
}

/** Its state is in the URL that the browser is to open: a secret no sooner than it has come back. */
function learnFromBrowser(listen: Listen, { learn, redact }: Secrets): Listen {
  return async (wishes) => {
    const redirect = await listen(wishes)
    const { redirectUri, redirectUris } = redirect
    return {
      redirectUri,
      redirectUris,
      response: redirect.response.then((callback) => {
        learn(wishes.state, ...callback.searchParams.getAll('code'))
        return callback
      }),
      finish: (outcome) => redirect.finish(redactValue(outcome, redact)),
      close: () => redirect.close(),
    }
  }
}
