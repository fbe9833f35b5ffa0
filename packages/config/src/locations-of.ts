import type { Field } from './field.ts'
import { authGroups } from './known-keys.ts'
import { describeLocation } from './location.ts'

const nested: readonly string[] = ['headers', 'auth', ...authGroups.map((group) => `auth.${group}`)]

/** The locations of a server's settings, by their path below the server. */
export function locationsOf({ node }: Field, above = ''): Readonly<Record<string, string>> {
  if (node.kind !== 'mapping') return {}
  return Object.fromEntries(
    [...node.entries].flatMap(([key, value]) => {
      const path = above + key
      // A key with a dot is not read, but would look like a path into a mapping.
      if (key.includes('.') && above !== 'headers.') return []
      if (nested.includes(path)) return Object.entries(locationsOf({ node: value, path, label: key }, `${path}.`))
      return [[path, describeLocation(value.location)] as const]
    }),
  )
}
