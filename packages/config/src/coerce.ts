import { assertSet, entriesOf, refuse, type Setting } from './setting.ts'

/** The text, or `undefined` where it is empty: `${NAME:}` says that there is none. A number is taken as it is written. */
export function text(setting: Setting | undefined): string | undefined {
  return (setting && anyText(setting)) || undefined
}

/** The text, which may be empty. */
export function anyText(setting: Setting): string {
  const value = scalar(setting)
  if (typeof value === 'string') return value
  if (typeof value === 'number' && setting.node.kind === 'scalar') return setting.node.text
  throw refuse(setting, `${setting.label} must be text.`)
}

export function integer(setting: Setting): number {
  const value = scalar(setting)
  const number = typeof value === 'string' && /^\s*[+-]?\d{1,15}\s*$/.test(value) ? Number(value) : value
  if (typeof number === 'number' && Number.isInteger(number)) return number
  throw refuse(setting, `${setting.label} must be an integer.`)
}

export function boolean(setting: Setting): boolean {
  const value = String(scalar(setting)).toLowerCase()
  if (['true', '1', 'yes', 'on'].includes(value)) return true
  if (['false', '0', 'no', 'off'].includes(value)) return false
  throw refuse(setting, `${setting.label} must be true or false.`)
}

export function oneOf<Choice extends string>(setting: Setting, choices: readonly Choice[]): Choice {
  const value = scalar(setting)
  const chosen = choices.find((choice) => choice === value)
  if (chosen !== undefined) return chosen
  throw refuse(setting, `${setting.label} must be ${choices.join(', ').replace(/, (?!.*, )/, ' or ')}.`)
}

/** Text under each name, numbers and booleans as they are written; names without a value are left out. */
export function* textEntries(setting: Setting): Generator<readonly [name: string, value: string, at: Setting]> {
  for (const [name, at] of entriesOf(setting)) {
    const value = writtenText(at)
    if (value !== '') yield [name, value, at]
  }
}

function writtenText(setting: Setting): string {
  const { node } = setting
  if (node.kind !== 'scalar') throw refuse(setting, 'This must be text.')
  assertSet(setting)
  return node.value === null ? '' : node.text
}

/** `undefined` for lists and mappings, which are nothing of what is asked for. */
function scalar(setting: Setting): string | number | boolean | null | undefined {
  assertSet(setting)
  return setting.node.kind === 'scalar' ? setting.node.value : undefined
}
