import type { ServerSettings } from '@fast-agent-auth/config'
import { CliError, exitCodes } from '../errors/cli-error.ts'
import type { Environment } from '../terminal/terminal.ts'

/** The choices of `--store`. */
export const storeKinds = ['keyring', 'file', 'redis'] as const

/** The kinds of store: the keychain of the operating system, files, Redis, and the memory of this process. */
export type StoreKind = (typeof storeKinds)[number] | 'memory'

/** The options that choose a store, which win over the environment and the configuration. */
export interface StoreFlags {
  readonly store?: StoreKind | undefined
  readonly redisUrl?: string | undefined
}

/** A store, by its kind and, for Redis, its URL. */
export interface StoreName {
  readonly kind: StoreKind
  readonly redisUrl?: string | undefined
  /** The option, the variable or the line of a file that named the store. */
  readonly chosenBy?: string | undefined
  /** Whether nobody has named the store. Then it is read in case it has a sign-in, and its failure may be ignored. */
  readonly unnamed?: boolean | undefined
}

/** The stores in which a sign-in is looked for, in this order. A new sign-in goes to the first store. */
export type StoreNames = readonly [StoreName, ...StoreName[]]

export interface StoreSources {
  readonly flags: StoreFlags
  readonly env: Environment
  readonly settings?: ServerSettings | undefined
}

/** The variable of the environment that names a store. */
export const storeVariable = 'FAST_AGENT_AUTH_STORE'
const unnamed: StoreNames = [
  { kind: 'keyring', unnamed: true },
  { kind: 'file', unnamed: true },
]

/** The identity of a store. */
export function idOf({ kind, redisUrl }: Pick<StoreName, 'kind' | 'redisUrl'>): string {
  return JSON.stringify([kind, redisUrl])
}

/** @throws CliError if an option or the variable does not name a store */
export function storesOf(sources: StoreSources): StoreNames {
  const chosen = chosenStore(sources)
  return chosen ? [chosen] : unnamed
}

/** The store that somebody has named: an option, the environment, or the configuration of the server. */
export function chosenStore({ flags, env, settings }: StoreSources): StoreName | undefined {
  const { store, redisUrl } = flags
  const { auth, locations } = settings ?? {}
  const configured: StoreName | undefined = auth?.persist && {
    kind: auth.persist,
    ...(auth.persist === 'redis' && { redisUrl: auth.redisUrl, chosenBy: locations?.['auth.redis_url'] }),
  }
  if (redisUrl !== undefined && store !== undefined && store !== 'redis')
    throw new CliError(exitCodes.usage, 'Use --redis-url only with --store redis.')
  if (redisUrl !== undefined) return { kind: 'redis', redisUrl: checkedRedisUrl(redisUrl, '--redis-url') }
  if (store !== undefined && store !== 'redis') return { kind: store }
  const fromEnvironment = env[storeVariable] ? storeOfVariable(env[storeVariable]) : undefined
  if (store === 'redis') return [fromEnvironment, configured].find((each) => each?.kind === 'redis') ?? { kind: store }
  return fromEnvironment ?? configured
}

/** The store that the variable names: `file`, `keyring`, or the URL of a Redis. */
function storeOfVariable(text: string): StoreName {
  if (text === 'file' || text === 'keyring') return { kind: text }
  return { kind: 'redis', redisUrl: checkedRedisUrl(text, storeVariable), chosenBy: storeVariable }
}

function checkedRedisUrl(text: string, name: string): string {
  if (URL.canParse(text) && /^rediss?:$/.test(new URL(text).protocol)) return text
  // The text may hold a password, so the message does not repeat it.
  const choices = name === storeVariable ? 'keyring, file, or the URL of a Redis' : 'the URL of a Redis'
  throw new CliError(exitCodes.usage, `${name} is not ${choices}, such as redis://127.0.0.1:6379.`)
}

/** The location of a Redis, without user, password and query, and the line that chose it. */
export function redisLocation({ redisUrl = '', chosenBy }: Pick<StoreName, 'redisUrl' | 'chosenBy'>): string {
  const location = URL.canParse(redisUrl) ? `Redis at ${new URL(redisUrl).host}` : 'Redis'
  return withChooser(location, chosenBy)
}

/** A choice, and the file that made it. */
export function withChooser(what: string, chosenBy: string | undefined): string {
  return chosenBy === undefined ? what : `${what}, chosen by ${chosenBy}`
}

/** The location of the store; `undefined` if it is on this machine. */
export function remoteLocation(sources: StoreSources): string | undefined {
  const name = chosenStore(sources)
  return name?.kind === 'redis' ? redisLocation(name) : undefined
}
