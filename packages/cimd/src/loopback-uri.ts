/** The parts of a redirect URI on the user's own machine (RFC 8252 §7.3). */
export interface LoopbackUri {
  readonly host: string
  /** `undefined` if the URI has none. */
  readonly port: string | undefined
  /** Path and query. */
  readonly rest: string
}

/**
 * Parses a loopback redirect URI as written, since no server takes 127.1 for 127.0.0.1; `undefined` for any other URI.
 */
export function parseLoopbackUri(uri: string): LoopbackUri | undefined {
  const [, host, port, rest = ''] =
    /^http:\/\/(127(?:\.\d{1,3}){3}|\[::1\]|localhost)(?::(\d*))?([/?].*)?$/i.exec(uri) ?? []
  if (host === undefined) return undefined
  return { host: host.toLowerCase(), port: port || undefined, rest }
}
