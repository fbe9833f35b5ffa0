import { careful } from '@fast-agent-auth/discovery'
import { parseObject } from '@fast-agent-auth/discovery/untrusted'
import type { TokenStore } from '@fast-agent-auth/token-store'
import type { Listen } from '../redirect.ts'
import { secretsInRecord } from './find-secrets.ts'
import { redactValue } from './redact-value.ts'
import { sameStore } from './same-store.ts'
import type { Secrets } from './secrets.ts'

/** The same listener, whose events hold no secret and whose faults end nothing. */
export function guardedListener<Event>(
  listener: ((event: Event) => unknown) | undefined,
  { redact }: Secrets,
): (event: Event) => void {
  return careful(listener && ((event: Event) => listener(redactValue(event, redact))))
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

export function learnFromStore(store: TokenStore, { learn }: Secrets): TokenStore {
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
export function learnFromBrowser(listen: Listen, { learn, redact }: Secrets): Listen {
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
