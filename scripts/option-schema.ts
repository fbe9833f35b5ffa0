import { readFileSync } from 'node:fs'
import type { AuthOption, OptionKind } from '../packages/config/src/options.ts'

type Schema = Readonly<Record<string, unknown>>

/**
 * Values of each kind, as JSON Schema. A value with a variable is allowed too, since nobody knows the value before it
 * is read.
 */
const kinds: Readonly<Record<OptionKind, Schema>> = JSON.parse(
  readFileSync(new URL('option-kinds.json', import.meta.url), 'utf8'),
)

const groups: Readonly<Record<string, string>> = {
  allow: 'Departures from the safe defaults, for a server that you know better than the rules do.',
  quirks: 'Rules for an authorization server that does other than the specifications say.',
}

/** The properties of an auth block. A key with a dot is a property of the object before the dot. */
export function authProperties(options: readonly AuthOption[]): Schema {
  const properties: Record<string, unknown> = {}
  for (const { key, kind, description, more, default: usual } of options) {
    const [group = '', member] = key.split('.')
    const said = { description: more === undefined ? description : `${description} ${more}` }
    const schema = { ...said, ...(usual !== undefined && { default: usual }), ...kinds[kind] }
    if (member === undefined) properties[key] = schema
    else {
      const before = properties[group] as { readonly properties: Schema } | undefined
      const inner = { ...before?.properties, [member]: schema }
      properties[group] = { description: groups[group], type: ['object', 'null'], properties: inner }
    }
  }
  return { ...properties, forward: { description: 'Belongs to fast-agent itself, and has no effect here.' } }
}
