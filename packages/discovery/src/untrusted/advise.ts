import type { ErrorDetails } from './error-parts.ts'
import { urlLiteral } from './quote-untrusted.ts'

/** An option that helps against an error, for a person who knows that its condition holds. */
export interface Remedy {
  /** The rest of a sentence that begins with "If". */
  readonly condition: string
  /** The name of the option in `createAuth`. */
  readonly option: string
  /** The value to set, or the one item of a list, where it is known. */
  readonly value?: string | true | undefined
}

/** The next step of an error: the end of its message, and the same as data. */
export interface Advice {
  readonly next: string
  readonly details?: ErrorDetails | undefined
}

/** For a rule without an exception. */
export const noSetting: Advice = { next: 'No setting changes that.' }

/** For a fault that only the server's operator can fix. */
export const tellOperator: Advice = { next: 'No setting changes that: tell its operator.' }

/** The options that are lists, with their names in the packages. */
const lists: ReadonlyMap<string, string> = new Map([
  ['allow.http', 'httpHosts'],
  ['allow.metadataOrigins', 'resourceMetadataOrigins'],
  ['allow.networks', 'networks'],
])

/** The remedies as a sentence, and as `details.options` for a program that writes its own sentence. */
export function advise(remedies: readonly Remedy[]): Advice {
  const [first] = remedies
  if (!first) return noSetting
  const ways = remedies.map((remedy, at) => `${at === 0 ? 'If' : 'if'} ${remedy.condition}, ${assignment(remedy)}`)
  return { next: `${ways.join('; ')}.`, details: { option: first.option, options: remedies } }
}

/** The remedies in the `details` of an error. */
export function remediesOf({ options }: ErrorDetails = {}): readonly Remedy[] {
  return Array.isArray(options) ? options.filter(isRemedy) : []
}

function isRemedy(each: unknown): each is Remedy {
  return typeof each === 'object' && each !== null && 'option' in each && 'condition' in each
}

function assignment({ option, value }: Remedy): string {
  const name = lists.get(option)
  if (name !== undefined)
    return `set the option ${option} of createAuth, or ${name} of this package, to [${literal(value)}]`
  return `set the option ${option}${value === undefined ? '' : `: ${literal(value)}`}`
}

function literal(value: Remedy['value']): string {
  return typeof value === 'string' ? urlLiteral(value) : String(value)
}
