import { plainText } from './plain-text.ts'

/**
 * The reason why a configuration cannot be used.
 *
 * - `not_found`: the named file does not exist.
 * - `unreadable`: the file exists, but cannot be read, or is not a file.
 * - `unsafe_file`: others own the file or its folder, or can write to them.
 * - `too_large`: the file is larger than 1 MiB.
 * - `ambiguous`: a folder holds two files of which only one may be there.
 * - `invalid_syntax`: the file is not YAML or JSON, or not text.
 * - `invalid_value`: a setting is not what it must be.
 * - `unset_variable`: a setting needs an environment variable that is not set.
 * - `unknown_server`: no server has that name.
 */
export type ConfigErrorCode =
  | 'not_found'
  | 'unreadable'
  | 'unsafe_file'
  | 'too_large'
  | 'ambiguous'
  | 'invalid_syntax'
  | 'invalid_value'
  | 'unset_variable'
  | 'unknown_server'

/** An error whose message begins with a location: `fast-agent.yaml:12: mcp.servers.x.auth.redirect_port: …`. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  readonly code: ConfigErrorCode
  /** The absolute path of the file, or of the folder that holds two files; or `environment`. */
  readonly file?: string
  /** Counted from 1. */
  readonly line?: number
  /** The path in the file, such as `mcp.servers.github.auth.redirect_port`. */
  readonly path?: string

  constructor(code: ConfigErrorCode, message: string, options: ConfigErrorOptions = {}) {
    const { cause, file, line, path } = options
    super(plainText(message), cause === undefined ? undefined : { cause })
    this.code = code
    if (file !== undefined) this.file = file
    if (line !== undefined) this.line = line
    if (path !== undefined) this.path = path
  }
}

export interface ConfigErrorOptions {
  readonly cause?: unknown
  readonly file?: string | undefined
  readonly line?: number | undefined
  readonly path?: string | undefined
}
