import type { Field } from './field.ts'

/** A server that a file names, whose settings are not read yet. */
export interface ServerEntry {
  readonly name: string
  readonly field: Field
}
