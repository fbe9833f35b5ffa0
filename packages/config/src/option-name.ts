import type { AuthOption } from './auth-option.ts'
import { type AuthKey, authOptions } from './auth-options.ts'
import { nearest } from './nearest.ts'

/** A key in camel case, as messages show it after `--set`: `allow.unadvertisedPkce`. */
export function camelCase(key: string): string {
  return key.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())
}

/** A name without its case, and without `.`, `_` and `-`, which people mix up. */
function spelling(name: string): string {
  return name.length > 100 ? name : name.toLowerCase().replace(/[._-]/g, '')
}

/**
 * Finds an option by its key, by its name in the library, or by one of its members, as in `authorization_params.prompt`. If
 * there is none, `meant` is the nearest option.
 */
export function findOption(name: string): {
  readonly option?: (AuthOption & { readonly key: AuthKey }) | undefined
  /** The member of an option that has any. */
  readonly member?: string | undefined
  readonly meant?: string | undefined
} {
  const is = (word: string) => (option: AuthOption) =>
    [option.key, ...(option.name === 'store' ? [] : [option.name ?? option.key])].some(
      (known) => spelling(known) === spelling(word),
    )
  const exact = authOptions.find(is(name))
  if (exact) return { option: exact }
  const dot = name.indexOf('.')
  const whole = dot < 0 ? undefined : authOptions.find(is(name.slice(0, dot)))
  if (whole && (whole.kind === 'parameters' || whole.kind === 'document')) {
    return { option: whole, member: name.slice(dot + 1) }
  }
  return { meant: nearestOption(name) }
}

/**
 * The nearest option. People leave out a part of a name, or know an earlier one: `pkce` for `allow.unadvertisedPkce`.
 */
function nearestOption(name: string): string | undefined {
  const names = authOptions.map(({ key }) => camelCase(key))
  const part = spelling(name)
  const whole = part.length > 2 ? names.find((each) => spelling(each).endsWith(part)) : undefined
  return whole ?? names.find((each) => each.startsWith(`${name}.`)) ?? nearest(name, names)
}
