import type { ServerSettings } from '@fast-agent-auth/config'

/** What `--store` takes; a configuration may name the others. */
export const storeKinds = ['keyring', 'file'] as const

/** Where sign-ins are kept: the keychain of the operating system, files, Redis, or nowhere but in this process. */
export type StoreKind = (typeof storeKinds)[number] | 'redis' | 'memory'

/** The option `--store`, which wins over the configuration. */
export interface StoreFlag {
  readonly store?: StoreKind | undefined
}

/** Which store, among those of its kind. */
export interface StoreName {
  readonly kind: StoreKind
  readonly redisUrl?: string | undefined
  /** The place where that was written. */
  readonly chosenBy?: string | undefined
}

/** The place of a Redis, without user, password and query, and who chose it. */
export function redisPlace({ redisUrl = '', chosenBy }: Pick<StoreName, 'redisUrl' | 'chosenBy'>): string {
  const place = URL.canParse(redisUrl) ? `Redis at ${new URL(redisUrl).host}` : 'Redis'
  return withChooser(place, chosenBy)
}

/** A choice, and the file that made it. */
export function withChooser(what: string, chosenBy: string | undefined): string {
  return chosenBy === undefined ? what : `${what}, chosen by ${chosenBy}`
}

/** Where sign-ins go that are kept elsewhere than on this machine: who wrote the configuration chose that. */
export function placeElsewhere(settings: ServerSettings, flags: StoreFlag): string | undefined {
  const name = storeNameOf(settings, flags)
  return name.kind === 'redis' ? redisPlace(name) : undefined
}

/** The store of a server's sign-ins. */
export function storeNameOf(settings: ServerSettings, flags: StoreFlag): StoreName {
  const kind = storeKindOf(settings, flags)
  if (kind !== 'redis') return { kind }
  return { kind, redisUrl: settings.auth?.redisUrl, chosenBy: settings.places?.['auth.redis_url'] }
}

/** Where the sign-ins of a server are kept. */
function storeKindOf(settings: ServerSettings, { store }: StoreFlag): StoreKind {
  return store ?? settings.auth?.persist ?? 'keyring'
}
