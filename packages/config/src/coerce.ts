import { assertSet, type Field, fieldsOf, refuse } from './field.ts'

/** The text, or `undefined` if it is empty: `${NAME:}` means that there is none. A number is taken as it is written. */
export function text(field: Field | undefined): string | undefined {
  return (field && anyText(field)) || undefined
}

/** The text, which may be empty. */
export function anyText(field: Field): string {
  const value = scalar(field)
  if (typeof value === 'string') return value
  if (typeof value === 'number' && field.node.kind === 'scalar') return field.node.text
  throw refuse(field, `${field.label} must be text.`)
}

export function integer(field: Field): number {
  const value = scalar(field)
  const number = typeof value === 'string' && /^\s*[+-]?\d{1,15}\s*$/.test(value) ? Number(value) : value
  if (typeof number === 'number' && Number.isInteger(number)) return number
  throw refuse(field, `${field.label} must be an integer.`)
}

export function boolean(field: Field): boolean {
  const value = String(scalar(field)).toLowerCase()
  if (['true', '1', 'yes', 'on'].includes(value)) return true
  if (['false', '0', 'no', 'off'].includes(value)) return false
  throw refuse(field, `${field.label} must be true or false.`)
}

export function oneOf<Choice extends string>(field: Field, choices: readonly Choice[]): Choice {
  const value = scalar(field)
  const chosen = choices.find((choice) => choice === value)
  if (chosen !== undefined) return chosen
  throw refuse(field, `${field.label} must be ${choices.join(', ').replace(/, (?!.*, )/, ' or ')}.`)
}

/** Text under each name, numbers and booleans as they are written; names without a value are left out. */
export function* textEntries(field: Field): Generator<readonly [name: string, value: string, at: Field]> {
  for (const [name, at] of fieldsOf(field)) {
    const value = writtenText(at)
    if (value !== '') yield [name, value, at]
  }
}

function writtenText(field: Field): string {
  const { node } = field
  if (node.kind !== 'scalar') throw refuse(field, 'This must be text.')
  assertSet(field)
  return node.value === null ? '' : node.text
}

/** The value of a scalar; `undefined` for a list or mapping, which no caller accepts. */
function scalar(field: Field): string | number | boolean | null | undefined {
  assertSet(field)
  return field.node.kind === 'scalar' ? field.node.value : undefined
}
