import { AuthorizationError } from '@fast-agent-auth/flow'
import { authOptionKinds } from './auth-option-kinds.ts'
import type { AuthOptions } from './auth-options.ts'
import { type Kind, type Kinds, kindOf, scopes } from './option-kind.ts'

/**
 * The options as they are used: each is read once, own or inherited, so that the value that was checked is the value
 * that is used.
 *
 * @throws AuthorizationError `invalid_option` for plain JavaScript, which has no types
 */
export function readOptions(given: AuthOptions): Omit<AuthOptions, 'scope'> & { readonly scope?: string | undefined } {
  const read = readValue(() => given, authOptionKinds, { start: 'The options of createAuth are', path: '' })
  // Each member was read by the table of its type.
  const known = read as AuthOptions
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
