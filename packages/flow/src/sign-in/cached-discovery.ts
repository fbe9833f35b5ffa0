import { type DiscoverOptions, discover, type Target } from '@fast-agent-auth/discovery'
import { discoveryEvents, isTarget } from '@fast-agent-auth/discovery/internal'
import { displayUrl, parseObject, tell } from '@fast-agent-auth/discovery/untrusted'
import type { Change, TokenStore } from '@fast-agent-auth/token-store'
import type { FlowEvent } from '../events.ts'
import { inTurn } from '../in-turn.ts'
import { isOfLaterVersion } from '../later-version.ts'
import { publishTarget, publishUnlessSecret } from '../redaction/find-public.ts'
import { undecoratedFetch, withoutSecretScopes } from '../redaction/redacting.ts'
import type { Secrets } from '../redaction/secrets.ts'
import type { ClientOptions } from '../registration/client-options.ts'
import { serverKey } from '../server-key.ts'
import { previousSignIns } from './previous-sign-ins.ts'

/** The lifetime of cached discovery, in ms. */
const lifetime = 86_400_000

export interface DiscoverCachedOptions extends Omit<DiscoverOptions, 'onEvent' | 'cached'> {
  /** The account whose stored tokens bind the server to its issuer. */
  readonly account?: string | undefined
  /** A pre-registered client binds the server to its issuer. */
  readonly client?: ClientOptions | undefined
  /** The store for the cache. Without a store, every sign-in discovers again. */
  readonly store?: TokenStore | undefined
  /** Ignores the cache. */
  readonly rediscover?: boolean | undefined
  readonly now?: (() => number) | undefined
  /** The scope to ask for, which a person must see. */
  readonly scope?: string | undefined
  /** The secrets that no scope may hold; they learn the names and URLs that a person must see. */
  readonly secrets?: Secrets | undefined
  readonly onEvent?: ((event: FlowEvent) => void) | undefined
}

interface DiscoveryRecord {
  readonly target: Target
  /** The options that the target was discovered with. */
  readonly cacheKey: string
  /** Milliseconds since 1970. */
  readonly cachedAt: number
}

/**
 * Discovers as `discover` does, with a cache of a day for all accounts. The cache is not used with a challenge, which
 * must be followed (RFC 9728 §5.2), with other options, or with a function that selects the issuer.
 *
 * @throws DiscoveryError; errors of the store where it cannot be read
 */
export async function discoverCached(serverUrl: string, options: DiscoverCachedOptions): Promise<Target> {
  const target = await findTarget(serverUrl, options)
  const { secrets, scope } = options
  if (!secrets) return target
  publishTarget(secrets, target)
  publishUnlessSecret(secrets, scope)
  return withoutSecrets(target, secrets)
}

/** The target without the scopes that hold a secret, which would be part of a URL. */
function withoutSecrets(target: Target, secrets: Secrets): Target {
  const { challenge, scopesSupported } = target
  return {
    ...target,
    challenge: challenge && { ...challenge, scope: challenge.scope && withoutSecretScopes(challenge.scope, secrets) },
    scopesSupported: scopesSupported?.filter((scope) => secrets.redact(scope) === scope),
  }
}

async function findTarget(serverUrl: string, findOptions: DiscoverCachedOptions): Promise<Target> {
  const { store, challenge, rediscover, now = Date.now, onEvent } = findOptions
  const options = {
    ...findOptions,
    fetch: undecoratedFetch(findOptions.fetch),
    previousSignIns: previousSignIns(serverUrl, findOptions),
  }
  if (!store) return discover(serverUrl, options)
  const record = parseRecord(await store.get(discoveryKey(serverUrl)), options)
  const cacheKey = cacheKeyOf(serverUrl, options)
  // Another program may have written the record: it counts for its own server only.
  const matches = record?.cacheKey === cacheKey && record.target.serverUrl === serverUrl
  const cached = matches && isFresh(record, now()) ? record.target : undefined
  // A function that selects the issuer is called each time.
  if (cached && !challenge && !rediscover && !options.selectIssuer) {
    for (const event of discoveryEvents(cached)) tell(onEvent, event)
    return cached
  }
  const target = await discover(serverUrl, options)
  // A stand-in target is for this sign-in only.
  if (target.isStandIn) return target
  const stepUp = challenge?.error === 'insufficient_scope'
  // The challenge of a step-up is for one request, not for later sign-ins.
  if (stepUp && !cached) return target
  const lastingChallenge = stepUp ? cached?.challenge : target.challenge && { scope: target.challenge.scope }
  await storeDiscovery(
    store,
    { target: { ...target, challenge: lastingChallenge }, cacheKey, cachedAt: now() },
    options,
  )
  return target
}

/** Deletes the cached discovery of a server. */
export async function deleteCachedDiscovery(store: TokenStore, serverUrl: string, signal?: AbortSignal): Promise<void> {
  await store.update(discoveryKey(serverUrl), exceptLaterVersion(undefined), { signal })
}

/** A change that keeps the record of a later version of this program. */
function exceptLaterVersion(next: string | undefined): Change {
  return async (present) => (isOfLaterVersion(present) ? present : next)
}

function discoveryKey(serverUrl: string): string {
  return `discovery:${serverKey(serverUrl)}`
}

/** The options that discovery depends on. */
function cacheKeyOf(serverUrl: string, options: DiscoverCachedOptions): string {
  const { issuer, authorizationServer, legacy, networks, httpHosts, resourceMetadataOrigins, quirks } = options
  const policy = [resourceMetadataOrigins ?? [], quirks ?? {}, networks ?? [], httpHosts ?? []]
  const cacheKey = [serverUrl, issuer ?? null, authorizationServer ?? null, legacy ?? true, ...policy]
  // A disabled rule is `undefined`, which JSON leaves out.
  return JSON.stringify(cacheKey, (_, value: unknown) => (value === undefined ? null : value))
}

function isFresh({ cachedAt }: DiscoveryRecord, now: number): boolean {
  // A record from the future is not fresh: the clock was set back.
  return cachedAt <= now && now < cachedAt + lifetime
}

/** Caches a target. If the store fails, an event says so, and the next sign-in discovers again. */
async function storeDiscovery(
  store: TokenStore,
  record: DiscoveryRecord,
  { signal, onEvent }: Pick<DiscoverCachedOptions, 'signal' | 'onEvent'>,
): Promise<void> {
  const { serverUrl } = record.target
  const text = JSON.stringify({ version: 1, ...record })
  try {
    const turn = (wait: AbortSignal) =>
      store.update(discoveryKey(serverUrl), exceptLaterVersion(text), { signal: wait })
    await inTurn(`holding what is known of ${displayUrl(serverUrl)}`, turn, { signal })
  } catch (error) {
    signal?.throwIfAborted()
    const reason = error instanceof Error ? error.message : String(error)
    const message = `The metadata of ${displayUrl(serverUrl)} could not be stored, so the next sign-in asks for it again. ${reason}`
    tell(onEvent, { type: 'notice', rule: 'discovery_not_stored', serverUrl, message })
  }
}

function parseRecord(text: string | undefined, policy: DiscoverCachedOptions): DiscoveryRecord | undefined {
  const { version, target, cacheKey, cachedAt } = (text === undefined ? undefined : parseObject(text)) ?? {}
  if (version !== 1 || typeof cacheKey !== 'string' || typeof cachedAt !== 'number') return undefined
  return isTarget(target, policy) ? { target, cacheKey, cachedAt } : undefined
}
