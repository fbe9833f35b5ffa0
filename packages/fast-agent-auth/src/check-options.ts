import { AuthorizationError } from '@fast-agent-auth/flow'
import type { AuthOptions } from './auth-options.ts'

interface Kind {
  readonly fits: (value: unknown) => boolean
  /** Completes "… must be". */
  readonly words: string
}

const text: Kind = { fits: (value) => typeof value === 'string', words: 'a text' }
const texts: Kind = { fits: isTexts, words: 'a list of texts' }
const callable: Kind = { fits: (value) => typeof value === 'function', words: 'a function' }
const scopes: Kind = {
  fits: (value) => typeof value === 'string' || isTexts(value),
  words: 'a text, or a list of texts',
}
const record = (example: string): Kind => ({ fits: isRecord, words: `an object, such as ${example}` })

/** Each option whose value would fail late, or not at all, where it is of another kind. */
const kinds: Readonly<Partial<Record<keyof AuthOptions, Kind>>> = {
  account: text,
  store: { fits: isStore, words: 'a token store: an object with the functions get, keys and update' },
  scope: scopes,
  client: record(`{ name: 'my-agent' }`),
  redirect: record('{ port: 3030 }'),
  issuer: text,
  selectIssuer: callable,
  resourceMetadataOrigins: texts,
  networks: texts,
  authorizationParams: record(`{ prompt: 'consent' }`),
  timeout: { fits: (value) => typeof value === 'number' && value > 0, words: 'a number of milliseconds' },
  openBrowser: callable,
  listen: callable,
  readPasted: callable,
  fetch: callable,
  secrets: texts,
  onEvent: callable,
}

/** @throws AuthorizationError `invalid_option`, for plain JavaScript, which is told no types */
export function checkOptions(options: AuthOptions): void {
  if (!isRecord(options)) throw refusal('The options of createAuth are', record(`{ scope: 'mcp:read' }`), options)
  for (const [name, kind] of Object.entries(kinds)) {
    const value: unknown = Reflect.get(options, name)
    if (value !== undefined && !kind.fits(value)) throw refusal(`The option ${name} of createAuth is`, kind, value)
  }
}

/**
 * A scope as servers are asked for it, of a list too.
 *
 * @throws AuthorizationError `invalid_option`
 */
export function scopeText(scope: string | readonly string[] | undefined): string | undefined {
  if (scope === undefined) return undefined
  if (!scopes.fits(scope)) throw refusal('The option scope of login is', scopes, scope)
  return typeof scope === 'string' ? scope : scope.join(' ') || undefined
}

/** Without the value, which may be a secret. */
function refusal(what: string, { words }: Kind, value: unknown): AuthorizationError {
  const got = value instanceof Promise ? 'a promise: await it first' : kindOf(value)
  return new AuthorizationError('invalid_option', `${what} ${words}; got ${got}.`)
}

function kindOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  const type = typeof value
  if (type === 'string') return 'a text'
  return type === 'object' ? 'an object without that' : `a ${type}`
}

function isRecord(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Promise)
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string')
}

function isStore(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  return ['get', 'keys', 'update'].every((name) => typeof Reflect.get(value, name) === 'function')
}
