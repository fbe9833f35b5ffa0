import type { ConfigError } from './config-error.ts'
import type { ServerSettings } from './settings.ts'

/** A configuration that was found and read. */
export interface Config {
  /** The absolute paths of the files that were read. If two have the same setting, the earlier file wins. */
  readonly files: readonly string[]
  /** The absolute paths of files that were found but not read, since others can write to them. A warning says more. */
  readonly leftOut: readonly string[]
  /** The names of files that were not found. Empty if a person named the file, since nothing is searched then. */
  readonly missing: readonly string[]
  /** The absolute paths of the folders that were searched, the nearest first. */
  readonly folders: readonly string[]
  readonly servers: readonly ConfiguredServer[]
  readonly warnings: readonly ConfigWarning[]
}

/** A server that is named, with its settings, or with the reason why they cannot be used. */
export type ConfiguredServer = {
  readonly name: string
  /** The absolute path of the file that names the server, or `environment`. */
  readonly file: string
  /** Counted from 1. */
  readonly line: number | undefined
} & (
  | { readonly settings: ServerSettings; readonly error?: undefined }
  | { readonly error: ConfigError; readonly settings?: undefined }
)

/** A warning about a setting that has no effect, or not the expected one. The message begins with its location. */
export interface ConfigWarning {
  readonly message: string
  readonly file?: string
  readonly line?: number
  readonly path?: string
}
