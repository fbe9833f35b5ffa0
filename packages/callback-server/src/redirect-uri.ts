/** The hosts of a loopback redirect URI (RFC 8252 §7.3, §8.3). */
export const loopbackHosts = ['127.0.0.1', 'localhost', '[::1]'] as const

export type LoopbackHost = (typeof loopbackHosts)[number]

export function redirectUriOf(host: LoopbackHost, port: number, path: string): string {
  return port === 80 ? `http://${host}${path}` : `http://${host}:${port}${path}`
}

/** A redirect URI that can be served on this machine. */
export interface LoopbackUri {
  readonly host: LoopbackHost
  /** `undefined` means any port (RFC 8252 §7.3). */
  readonly port: number | undefined
  readonly path: string
}

/** The parts of a loopback redirect URI in the form that a browser sends; `undefined` for any other URI. */
export function parseLoopbackUri(uri: string): LoopbackUri | undefined {
  if (!URL.canParse(uri)) return undefined
  const { hostname, port, pathname: path } = new URL(uri)
  const host = loopbackHosts.find((each) => each === hostname)
  if (host === undefined || redirectUriOf(host, Number(port) || 80, path) !== uri) return undefined
  return { host, port: Number(port) || undefined, path }
}

/** The `Host` headers that a browser sends to a server bound for `host`. Other values come from DNS rebinding. */
export function hostHeaders(host: LoopbackHost, port: number): readonly string[] {
  const names = host === 'localhost' ? ['localhost', '127.0.0.1', '[::1]'] : [host, 'localhost']
  return names.map((name) => (port === 80 ? name : `${name}:${port}`))
}
