import { type DiscoverOptions, discover, type Target } from '@fast-agent-auth/discovery'
import { discoveryEvents, isTarget } from '@fast-agent-auth/discovery/internal'
import { displayUrl, parseObject, tell } from '@fast-agent-auth/discovery/untrusted'
import type { Change, TokenStore } from '@fast-agent-auth/token-store'
import type { FlowEvent } from '../events.ts'
import { inTurn } from '../in-turn.ts'
import { isOfLaterVersion } from '../later-version.ts'
import { publishTarget, publishUnlessSecret } from '../redaction/find-public.ts'
import { withoutLearning, withoutSecretScopes } from '../redaction/redacting.ts'
import type { Secrets } from '../redaction/secrets.ts'
import type { ClientOptions } from '../registration/client-options.ts'
import { serverKey } from '../server-key.ts'
import { keptSignIns } from './kept-sign-ins.ts'

/** How long discovery is kept, in ms. */
const lifetime = 86_400_000

export interface DiscoverCachedOptions extends Omit<DiscoverOptions, 'onEvent' | 'kept'> {
  /** Whose tokens count as kept. */
  readonly account?: string | undefined
  /** A client that is registered beforehand belongs to a server already. */
  readonly client?: ClientOptions | undefined
  /** Where discovery is kept; without it every sign-in discovers anew. */
  readonly store?: TokenStore | undefined
  /** Looks at nothing that was kept. */
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
  /** The options that it follows from. */
  readonly basis: string
  /** Milliseconds since 1970. */
  readonly keptAt: number
}

/**
 * What `discover` finds, kept for a day, for every account. A challenge asks anew (RFC 9728 §5.2), and so do other
 * options and a function that chooses the issuer.
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

/** The target without the scopes that hold a secret, which would stand in a URL. */
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
    fetch: withoutLearning(findOptions.fetch),
    previousSignIns: keptSignIns(serverUrl, findOptions),
  }
  if (!store) return discover(serverUrl, options)
  const record = parseRecord(await store.get(discoveryKey(serverUrl)), options)
  const basis = basisOf(serverUrl, options)
  // Somebody else may have written it: what is kept for another server is none.
  const fits = record?.basis === basis && record.target.serverUrl === serverUrl
  const kept = fits && isFresh(record, now()) ? record.target : undefined
  // A function that chooses is asked each time.
  if (kept && !challenge && !rediscover && !options.selectIssuer) {
    for (const event of discoveryEvents(kept)) tell(onEvent, event)
    return kept
  }
  const target = await discover(serverUrl, options)
  // What stands in for another is not what the next sign-in should find.
  if (target.isStandIn) return target
  const stepUp = challenge?.error === 'insufficient_scope'
  // A step-up says what one request wants. What a sign-in without a refusal is to ask for is another thing.
  if (stepUp && !kept) return target
  const lasting = stepUp ? kept?.challenge : target.challenge && { scope: target.challenge.scope }
  await keep(store, { target: { ...target, challenge: lasting }, basis, keptAt: now() }, options)
  return target
}

/** The next sign-in asks anew. */
export async function forgetDiscovery(store: TokenStore, serverUrl: string, signal?: AbortSignal): Promise<void> {
  await store.update(discoveryKey(serverUrl), unlessLater(undefined), { signal })
}

/** What a later version of this program has kept is asked for anew by this one, and stays. */
function unlessLater(next: string | undefined): Change {
  return async (present) => (isOfLaterVersion(present) ? present : next)
}

function discoveryKey(serverUrl: string): string {
  return `discovery:${serverKey(serverUrl)}`
}

/** Who asks for another thing is not answered by what was kept. */
function basisOf(serverUrl: string, options: DiscoverCachedOptions): string {
  const { issuer, authorizationServer, legacy, networks, httpHosts, resourceMetadataOrigins, quirks } = options
  const policy = [resourceMetadataOrigins ?? [], quirks ?? {}, networks ?? [], httpHosts ?? []]
  const basis = [serverUrl, issuer ?? null, authorizationServer ?? null, legacy ?? true, ...policy]
  // A rule that is switched off stands as `undefined`, which JSON leaves out.
  return JSON.stringify(basis, (_, value: unknown) => (value === undefined ? null : value))
}

function isFresh({ keptAt }: DiscoveryRecord, now: number): boolean {
  // A clock that was set back makes it no younger.
  return keptAt <= now && now < keptAt + lifetime
}

/** A store that does not take it costs the next sign-in a few requests, and this one nothing. */
async function keep(
  store: TokenStore,
  record: DiscoveryRecord,
  { signal, onEvent }: Pick<DiscoverCachedOptions, 'signal' | 'onEvent'>,
): Promise<void> {
  const { serverUrl } = record.target
  const text = JSON.stringify({ version: 1, ...record })
  try {
    const turn = (wait: AbortSignal) => store.update(discoveryKey(serverUrl), unlessLater(text), { signal: wait })
    await inTurn(`holding what is known of ${displayUrl(serverUrl)}`, turn, { signal })
  } catch (error) {
    signal?.throwIfAborted()
    tell(onEvent, { type: 'discovery_not_kept', serverUrl, error })
  }
}

function parseRecord(text: string | undefined, policy: DiscoverCachedOptions): DiscoveryRecord | undefined {
  const { version, target, basis, keptAt } = (text === undefined ? undefined : parseObject(text)) ?? {}
  if (version !== 1 || typeof basis !== 'string' || typeof keptAt !== 'number') return undefined
  return isTarget(target, policy) ? { target, basis, keptAt } : undefined
}
