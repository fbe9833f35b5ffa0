import { anyText, integer, oneOf, textEntries } from './coerce.ts'
import { itemsOf, mapping, refuse, type Setting } from './setting.ts'
import type { AuthSettings } from './settings.ts'

const hosts = ['127.0.0.1', 'localhost', '[::1]'] as const

export function redirectPort(setting: Setting): number {
  const value = integer(setting)
  if (value < 0 || value > 65535) throw refuse(setting, `${setting.label} must be from 0 to 65535.`)
  return value
}

export function redirectPath(setting: Setting): string {
  const value = anyText(setting)
  if (!value.startsWith('/')) throw refuse(setting, `${setting.label} must begin with "/".`)
  if (/[?#]/.test(value)) throw refuse(setting, `${setting.label} must not have a query or a fragment.`)
  // The browser asks for the normal form, and servers compare byte for byte.
  if (new URL(`http://127.0.0.1${value}`).pathname !== value) {
    throw refuse(setting, `${setting.label} must be as a browser sends it: no "..", no blanks, other signs encoded.`)
  }
  return value
}

export function redirectHost(setting: Setting): AuthSettings['redirectHost'] {
  return anyText(setting) === '::1' ? '[::1]' : oneOf(setting, hosts)
}

/** A list is joined by blanks. */
export function scope(setting: Setting): string | undefined {
  const { node, label } = setting
  if (node.kind === 'mapping') throw refuse(setting, `${label} must be text, or a list of texts.`)
  const texts = node.kind === 'list' ? itemsOf(setting).map(scopeItem) : [anyText(setting)]
  return texts.join(' ').trim().replace(/\s+/g, ' ') || undefined
}

function scopeItem(setting: Setting): string {
  const { node, label } = setting
  if (node.kind === 'scalar' && typeof node.value === 'string') return anyText(setting)
  throw refuse(setting, `${label} must be text, or a list of texts.`)
}

const networkNames = ['loopback', 'private', 'link_local'] as const

export const network = (setting: Setting): (typeof networkNames)[number] => oneOf(setting, networkNames)

export function parameters(setting: Setting): Readonly<Record<string, string>> {
  mapping(setting, `Write it like \`${setting.label}: { prompt: consent }\`.`)
  return Object.fromEntries(Array.from(textEntries(setting), ([name, value]) => [name, value]))
}

export function account(setting: Setting): string {
  const value = anyText(setting)
  // Taken for none, it would give the tokens of many people to each of them.
  if (value.trim() === '') throw refuse(setting, `${setting.label} must not be empty. Leave it out where there is one.`)
  return value
}
