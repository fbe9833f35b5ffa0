import type { ConfigError } from './config-error.ts'
import type { ServerSettings } from './settings.ts'

/** What was found and read. */
export interface Config {
  /** Absolute; what a file says wins over those after it. Empty where none was found. */
  readonly files: readonly string[]
  /** Absolute: found, and not read, since others can write to them. A warning says more. */
  readonly leftOut: readonly string[]
  /** The names of files that were looked for and not found; nothing else is looked for where a file is named. */
  readonly missing: readonly string[]
  /** Absolute: the folders in which they were looked for, the nearest first. */
  readonly folders: readonly string[]
  readonly servers: readonly ConfiguredServer[]
  readonly warnings: readonly ConfigWarning[]
}

/** A server that is named, with its settings, or with the reason why they cannot be used. */
export type ConfiguredServer = {
  readonly name: string
  /** Where the server is named: the absolute path of a file, or `environment`. */
  readonly file: string
  /** Counted from 1. */
  readonly line: number | undefined
} & (
  | { readonly settings: ServerSettings; readonly error?: undefined }
  | { readonly error: ConfigError; readonly settings?: undefined }
)

/** What has no effect, or not the one that its author may expect. The message begins with the place. */
export interface ConfigWarning {
  readonly message: string
  readonly file?: string
  readonly line?: number
  readonly path?: string
}
