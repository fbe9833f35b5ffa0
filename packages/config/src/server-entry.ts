import type { Field } from './field.ts'

/** A server that a file names, not yet looked into. */
export interface ServerEntry {
  readonly name: string
  readonly field: Field
}
