import type { Quirks } from '@fast-agent-auth/discovery'
import { allNetworks } from '@fast-agent-auth/discovery/untrusted'
import { AuthorizationError, type PreRegisteredClient, type SelfRegisteringClient } from '@fast-agent-auth/flow'
import type { Allow } from './allow.ts'
import type { AuthOptions, RedirectOptions } from './auth-options.ts'
import {
  anything,
  callable,
  document,
  flag,
  hosts,
  issuerUrl,
  type Kind,
  type Kinds,
  kindOf,
  listOf,
  milliseconds,
  oneOf,
  orFalse,
  record,
  required,
  scopes,
  store,
  text,
  texts,
} from './option-kind.ts'

type Table<T> = Readonly<Record<keyof T, Kind>>

const client: Table<PreRegisteredClient & SelfRegisteringClient> = {
  id: required(text),
  secret: text,
  tokenEndpointAuthMethod: oneOf('none', 'client_secret_basic', 'client_secret_post'),
  redirectUris: texts,
  metadataUrl: text,
  name: text,
  uri: text,
  logoUri: text,
  softwareId: text,
  softwareVersion: text,
}

// The callback server checks them, where there is one.
const redirect: Table<RedirectOptions> = {
  host: anything,
  port: anything,
  path: anything,
  fallbackPorts: anything,
  listen: callable,
  readPasted: callable,
}

const quirks: Table<Quirks> = {
  pkce: oneOf('assume-s256'),
  tenantPlaceholder: text,
  tokenEndpointAuthMethods: texts,
  resourceParameter: oneOf('omit'),
  audienceParameter: oneOf('resource'),
  offlineAccess: oneOf('omit'),
  authorizationParams: record(`{ prompt: 'consent' }`),
  refreshScope: oneOf('repeat'),
  redirectHost: oneOf('localhost', '127.0.0.1'),
}

const allow: Table<Allow> = {
  http: hosts,
  networks: listOf(...allNetworks),
  metadataOrigins: texts,
  unadvertisedPkce: flag,
  legacyServers: flag,
}

const options: Table<AuthOptions> = {
  account: text,
  store,
  scope: scopes,
  client: record(`{ name: 'my-agent' }`, client),
  redirect: record('{ port: 3030 }', redirect),
  interactive: flag,
  issuer: issuerUrl,
  authorizationServer: document(`{ issuer: 'https://as.example.com' }`),
  allow: record('{ unadvertisedPkce: true }', allow),
  authorizationParams: record(`{ prompt: 'consent' }`),
  quirks: orFalse(record(`{ pkce: 'assume-s256' }`, quirks)),
  timeout: milliseconds,
  openBrowser: callable,
  fetch: callable,
  redact: texts,
  onEvent: callable,
}

const all: Kind = required(record(`{ scope: 'mcp:read' }`, options))

/**
 * The options as they are used: each is read once, own or inherited, so that the value that was checked is the value
 * that is used.
 *
 * @throws AuthorizationError `invalid_option` for plain JavaScript, which has no types
 */
export function readOptions(given: AuthOptions): Omit<AuthOptions, 'scope'> & { readonly scope?: string | undefined } {
  const read = readValue(() => given, all, { start: 'The options of createAuth are', path: '' })
  // Each member was read by the table of its type.
  const known = read as AuthOptions
  if (known.account === '') {
    throw new AuthorizationError('invalid_option', 'The option account of createAuth is empty.', {
      next: 'Name the person, or leave it out if all share one sign-in.',
      details: { option: 'account' },
    })
  }
  return { ...known, scope: scopeText(known.scope, 'createAuth') }
}

/**
 * A scope, or a list of scopes, as the text that is sent. An empty one is refused: it would be no limit, since the
 * server would choose.
 *
 * @throws AuthorizationError `invalid_option`
 */
export function scopeText(scope: string | readonly string[] | undefined, taker: string): string | undefined {
  if (scope === undefined) return undefined
  const path = 'scope'
  const read = readValue(() => scope, scopes, { start: `The option scope of ${taker} is`, path })
  const joined = Array.isArray(read) ? read.join(' ') : String(read)
  if (joined.trim() !== '') return joined
  throw new AuthorizationError('invalid_option', `The option scope of ${taker} is empty.`, {
    next: 'Name a scope, or leave it out.',
    details: { option: path },
  })
}

interface Subject {
  /** Begins the sentence. */
  readonly start: string
  readonly path: string
}

function readValue(get: () => unknown, kind: Kind, { start, path }: Subject): unknown {
  const details = path === '' ? undefined : { option: path }
  try {
    const value = get()
    if (value === undefined && !kind.isRequired) return undefined
    const read = kind.read(value)
    if (read === undefined) {
      throw new AuthorizationError('invalid_option', `${start} ${kind.words}; got ${kindOf(value)}.`, { details })
    }
    return kind.members && typeof read === 'object' && read !== null ? readMembers(read, kind.members, path) : read
  } catch (cause) {
    if (cause instanceof AuthorizationError) throw cause
    // A getter threw, or a proxy was revoked.
    const problem = `${start} ${kind.words}; what was given cannot be read.`
    throw new AuthorizationError('invalid_option', problem, { details, cause })
  }
}

/**
 * The members that are present. One that is `undefined` is kept, since it may mean more than a missing one, as a rule
 * that is switched off does.
 */
function readMembers(value: object, kinds: Kinds, above: string): object {
  const given = Object.entries(kinds).filter(([name]) => name in value)
  return Object.fromEntries(
    given.map(([name, kind]) => {
      const path = above === '' ? name : `${above}.${name}`
      const start = `The option ${path} of createAuth is`
      return [name, readValue(() => Reflect.get(value, name), kind, { start, path })]
    }),
  )
}
