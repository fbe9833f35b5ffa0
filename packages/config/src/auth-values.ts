import { anyText, integer, oneOf, textEntries } from './coerce.ts'
import { type Field, itemsOf, mapping, refuse } from './field.ts'
import type { AuthSettings } from './settings.ts'

const hosts = ['127.0.0.1', 'localhost', '[::1]'] as const

export function redirectPort(field: Field): number {
  const value = integer(field)
  if (value < 0 || value > 65535) throw refuse(field, `${field.label} must be from 0 to 65535.`)
  return value
}

export function redirectPath(field: Field): string {
  const value = anyText(field)
  if (!value.startsWith('/')) throw refuse(field, `${field.label} must begin with "/".`)
  if (/[?#]/.test(value)) throw refuse(field, `${field.label} must not have a query or a fragment.`)
  // The browser requests the normalized path, and servers compare byte for byte.
  if (new URL(`http://127.0.0.1${value}`).pathname !== value) {
    throw refuse(field, `${field.label} must be as a browser sends it: no "..", no blanks, other signs encoded.`)
  }
  return value
}

export function redirectHost(field: Field): AuthSettings['redirectHost'] {
  return anyText(field) === '::1' ? '[::1]' : oneOf(field, hosts)
}

/** The scope as one text; a list is joined by blanks. */
export function scope(field: Field): string | undefined {
  const { node, label } = field
  if (node.kind === 'mapping') throw refuse(field, `${label} must be text, or a list of texts.`)
  const texts = node.kind === 'list' ? itemsOf(field).map(scopeItem) : [anyText(field)]
  return texts.join(' ').trim().replace(/\s+/g, ' ') || undefined
}

function scopeItem(field: Field): string {
  const { node, label } = field
  if (node.kind === 'scalar' && typeof node.value === 'string') return anyText(field)
  throw refuse(field, `${label} must be text, or a list of texts.`)
}

const networkNames = ['loopback', 'private', 'link_local'] as const

export const network = (field: Field): (typeof networkNames)[number] => oneOf(field, networkNames)

export function parameters(field: Field): Readonly<Record<string, string>> {
  mapping(field, `Write it like \`${field.label}: { prompt: consent }\`.`)
  return Object.fromEntries(Array.from(textEntries(field), ([name, value]) => [name, value]))
}

export function account(field: Field): string {
  const value = anyText(field)
  // An empty account, taken as no account, would give the tokens of many people to each of them.
  if (value.trim() === '') throw refuse(field, `${field.label} must not be empty. Leave it out if there is only one.`)
  return value
}
