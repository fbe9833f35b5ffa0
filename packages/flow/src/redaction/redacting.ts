import { displayUrl, parseObject, readText, withBody } from '@fast-agent-auth/discovery/untrusted'
import type { TokenStore } from '@fast-agent-auth/token-store'
import type { EventSubject } from '../events.ts'
import type { Listen } from '../redirect.ts'
import { parseServerKey } from '../server-key.ts'
import { aliasStore } from './alias-store.ts'
import { bodyOf } from './body-of.ts'
import { publishIn, publishUrls } from './find-public.ts'
import { secretsInAnswer, secretsInRecord, secretsInRequest, withoutKeys } from './find-secrets.ts'
import { redactValue } from './redact-value.ts'
import { createSecrets, type Secrets } from './secrets.ts'

/** Members of events that may quote a server. Other members are not changed: programs act on them. */
const quotingMembers = ['challenge', 'error', 'message', 'reason']
/** Members with the URL of the MCP server, whose query may hold a key. */
const serverUrls = ['serverUrl', 'resource']

/** Decorates the listener of a session: each event names its server and account, and none holds a secret. */
export function sessionListener<Event extends object>(
  listener: ((event: Event & EventSubject) => unknown) | undefined,
  { serverUrl, account }: EventSubject,
  secrets: Pick<Secrets, 'redact'>,
): ((event: Event) => unknown) | undefined {
  const redacting = redactingListener(listener, secrets)
  const subject = account === undefined ? { serverUrl } : { serverUrl, account }
  return redacting && ((event) => redacting({ ...event, ...subject }))
}

/** Decorates a listener: no event that it gets holds a secret. */
export function redactingListener<Event extends object>(
  listener: ((event: Event) => unknown) | undefined,
  { redact }: Pick<Secrets, 'redact'>,
): ((event: Event) => unknown) | undefined {
  if (!listener) return undefined
  return (event) => {
    const members = Object.entries(event).map(([name, value]: readonly [string, unknown]) => {
      if (quotingMembers.includes(name)) return [name, redactValue(value, redact)]
      return [name, serverUrls.includes(name) && typeof value === 'string' ? withoutKeys(value) : value]
    })
    // The redacted event has the type of the event.
    return listener(Object.fromEntries(members) as Event)
  }
}

/** Decorates a function: its errors hold no secret, and it rejects where it would throw. */
export function redactingErrors<A extends readonly unknown[], R>(
  work: (...args: A) => Promise<R>,
  { redact }: Pick<Secrets, 'redact'>,
): (...args: A) => Promise<R> {
  return async (...args) => {
    try {
      return await work(...args)
    } catch (error) {
      throw redactValue(error, redact)
    }
  }
}

/** The undecorated `fetch` of each decorated one. The errors of a decorated `fetch` are redacted by its creator. */
const undecorated = new WeakMap<object, typeof globalThis.fetch | undefined>()

/** Does work with a `fetch` that learns secrets, and redacts them in the errors of the work. */
export function withRedactedErrors<R>(
  fetch: typeof globalThis.fetch | undefined,
  work: (fetch: typeof globalThis.fetch) => Promise<R>,
): Promise<R> {
  if (fetch && undecorated.has(fetch)) return work(fetch)
  const secrets = createSecrets()
  return redactingErrors(work, secrets)(learnFromFetch(fetch, secrets))
}

/** The undecorated `fetch`, for requests that send no secret, such as those of discovery. */
export function undecoratedFetch(fetch: typeof globalThis.fetch | undefined): typeof globalThis.fetch | undefined {
  return fetch && undecorated.has(fetch) ? undecorated.get(fetch) : fetch
}

/**
 * Decorates a `fetch` for requests to an authorization server: the secrets of each POST and of its response are learned
 * before the response is returned. Names of the scope that hold a secret are removed from the response, since scopes
 * are shown.
 */
export function learnFromFetch(fetch: typeof globalThis.fetch | undefined, secrets: Secrets): typeof globalThis.fetch {
  const learning: typeof globalThis.fetch = async (input, init) => {
    const send = fetch ?? globalThis.fetch
    if (init?.method !== 'POST') return send(input, init)
    secrets.learn(...secretsInRequest(init))
    const response = await send(input, init)
    const text = await readText(response)
    const body = text === undefined ? undefined : bodyOf(text, response.headers)
    if (!body) return withBody(response, text ?? tooLarge)
    const { client_id: clientId } = body
    if (typeof clientId === 'string' && secrets.redact(clientId) === clientId) secrets.publish(clientId)
    secrets.learn(...secretsInAnswer(body))
    const { scope } = body
    const clean = typeof scope === 'string' ? withoutSecretScopes(scope, secrets) : scope
    if (clean === scope) return withBody(response, text ?? '')
    return withBody(response, JSON.stringify({ ...body, scope: clean || undefined }), 'application/json')
  }
  undecorated.set(learning, fetch)
  return learning
}

/** The body of a response that was too large to be read, and must stay too large. */
const tooLarge = new Uint8Array(1024 * 1024 + 1)

/** A scope without the names that hold a secret: scopes are shown, and are parts of URLs. */
export function withoutSecretScopes(scope: string, { redact }: Pick<Secrets, 'redact'>): string {
  if (redact(scope) === scope) return scope
  return scope
    .split(' ')
    .filter((name) => redact(name) === name)
    .join(' ')
}

/** The greatest number of secrets in a record of ours. */
const recordLimit = 120

/** Decorates a store: the secrets of records are learned when they are read and written, and their public texts published. */
export function learnFromStore(store: TokenStore, secrets: Secrets): TokenStore {
  const learned = (key: string, record: string | undefined): string | undefined => {
    if (record === undefined || !/^(tokens|client):/.test(key)) return record
    const members = parseObject(record)
    publishIn(members, secrets)
    if (key.startsWith('tokens:')) secrets.publish(displayUrl(parseServerKey(key.slice('tokens:'.length)).serverUrl))
    secrets.learn(...secretsInRecord(members).slice(0, recordLimit))
    return record
  }
  const learning: TokenStore = {
    get: async (key) => learned(key, await store.get(key)),
    keys: () => store.keys(),
    update: (key, change, options) =>
      store.update(key, async (present) => learned(key, await change(learned(key, present))), options),
  }
  return aliasStore(learning, store)
}

/**
 * Decorates a listener for redirects: it publishes the redirect URI, and learns the code of the response. The `state`
 * is learned with the response, because the URL that a person opens has it.
 */
export function learnFromBrowser(listen: Listen, secrets: Secrets): Listen {
  return async (options) => {
    const redirect = await listen(options)
    const { redirectUri, redirectUris } = redirect
    publishUrls(secrets, redirectUri)
    return {
      redirectUri,
      redirectUris,
      response: redirect.response.then((callback) => {
        secrets.learn(options.state, ...callback.searchParams.getAll('code'))
        return callback
      }),
      ignored: () => redirect.ignored?.(),
      finish: (outcome) => redirect.finish(redactValue(outcome, secrets.redact)),
      close: () => redirect.close(),
      unref: () => redirect.unref?.(),
    }
  }
}
