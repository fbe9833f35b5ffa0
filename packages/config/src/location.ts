/** A file, or another source, that a value was read from. */
export interface Source {
  /** Absolute, or `environment`. */
  readonly file: string
  /** The name of the file in messages. */
  readonly shown: string
}

/** The file and the line of a value. */
export interface Location {
  readonly source: Source
  /** Counted from 1. */
  readonly line: number | undefined
}

/** The beginning of a message: `fast-agent.yaml:12: mcp.servers.x`. */
export function describeLocation({ source, line }: Location, path?: string): string {
  const file = line === undefined ? source.shown : `${source.shown}:${line}`
  // The name of an environment variable or an option already says the path.
  return path === undefined || [environment, commandLine].includes(source.file) ? file : `${file}: ${path}`
}

/** The `file` of a value from the environment. */
export const environment = 'environment'

/** The `file` of a value from the command line. */
export const commandLine = 'command line'
