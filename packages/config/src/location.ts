/** A file of which something was read. */
export interface Source {
  /** Absolute, or `environment`. */
  readonly file: string
  /** As messages name it. */
  readonly shown: string
}

/** Where a value was written. */
export interface Location {
  readonly source: Source
  /** Counted from 1. */
  readonly line: number | undefined
}

/** What a message begins with: `fast-agent.yaml:12: mcp.servers.x`. */
export function describeLocation({ source, line }: Location, path?: string): string {
  const file = line === undefined ? source.shown : `${source.shown}:${line}`
  // The name of an environment variable, or of an option, says where it belongs.
  return path === undefined || [environment, commandLine].includes(source.file) ? file : `${file}: ${path}`
}

/** What stands for a file where a value came from the environment. */
export const environment = 'environment'

/** The same where a value came with the command. */
export const commandLine = 'command line'
