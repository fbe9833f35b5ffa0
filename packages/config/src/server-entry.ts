import type { Setting } from './setting.ts'

/** A server that a file names, not yet looked into. */
export interface ServerEntry {
  readonly name: string
  readonly setting: Setting
}
