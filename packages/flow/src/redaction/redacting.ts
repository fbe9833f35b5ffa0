import { displayUrl, parseObject, readText, withBody } from '@fast-agent-auth/discovery/untrusted'
import type { TokenStore } from '@fast-agent-auth/token-store'
import type { Listen } from '../redirect.ts'
import { parseServerKey } from '../server-key.ts'
import { aliasStore } from './alias-store.ts'
import { bodyOf } from './body-of.ts'
import { publishIn, publishUrls } from './find-public.ts'
import { secretsInAnswer, secretsInRecord, secretsInRequest, withoutKeys } from './find-secrets.ts'
import { redactValue } from './redact-value.ts'
import { createSecrets, type Secrets } from './secrets.ts'

/** The members of an event that may quote a stranger. The others are told as they are: programs act on them. */
const quoting = ['challenge', 'error', 'message', 'reason']
/** URLs of the MCP server, whose own query may hold a key. */
const serverUrls = ['serverUrl', 'resource']

/** The same listener, to which no event tells a secret. */
export function redactingListener<Event extends object>(
  listener: ((event: Event) => unknown) | undefined,
  { redact }: Pick<Secrets, 'redact'>,
): ((event: Event) => unknown) | undefined {
  if (!listener) return undefined
  return (event) => {
    const members = Object.entries(event).map(([name, value]: readonly [string, unknown]) => {
      if (quoting.includes(name)) return [name, redactValue(value, redact)]
      return [name, serverUrls.includes(name) && typeof value === 'string' ? withoutKeys(value) : value]
    })
    // Each kind of event becomes one of its own kind.
    return listener(Object.fromEntries(members) as Event)
  }
}

/** The same work, whose errors hold no secret and are never thrown before there is a promise. */
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

/** By each fetch whose secrets are learned, the one that it wraps. Whoever made it cleans the errors as well. */
const wrapped = new WeakMap<object, typeof globalThis.fetch | undefined>()

/** Work with a server, of which no error repeats a secret that was sent or received in it. */
export function withoutEchoes<R>(
  fetch: typeof globalThis.fetch | undefined,
  work: (fetch: typeof globalThis.fetch) => Promise<R>,
): Promise<R> {
  if (fetch && wrapped.has(fetch)) return work(fetch)
  const secrets = createSecrets()
  return redactingErrors(work, secrets)(learnFromFetch(fetch, secrets))
}

/** The fetch for those who are given no secret, such as an MCP server that is asked who authorizes. */
export function withoutLearning(fetch: typeof globalThis.fetch | undefined): typeof globalThis.fetch | undefined {
  return fetch && wrapped.has(fetch) ? wrapped.get(fetch) : fetch
}

/**
 * The same fetch for requests to an authorization server: from each POST every secret is learned before its answer is
 * handed on. A scope that holds a secret is answered without it, since it is shown wherever a sign-in is.
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
  wrapped.set(learning, fetch)
  return learning
}

/** An answer of which no more was read stays too large for whoever reads it next. */
const tooLarge = new Uint8Array(1024 * 1024 + 1)

/** A scope without the names that hold a secret: they would stand in a URL, and wherever a sign-in is shown. */
export function withoutSecretScopes(scope: string, { redact }: Pick<Secrets, 'redact'>): string {
  if (redact(scope) === scope) return scope
  return scope
    .split(' ')
    .filter((name) => redact(name) === name)
    .join(' ')
}

/** Of more, somebody else has written the record. */
const recordLimit = 120

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

/** Its state is in the URL that the browser is to open: a secret no sooner than it has come back. */
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
