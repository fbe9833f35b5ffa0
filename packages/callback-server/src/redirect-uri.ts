/** The hosts that a loopback redirect may have (RFC 8252 §7.3, §8.3). */
export type LoopbackHost = '127.0.0.1' | 'localhost' | '[::1]'

export function redirectUriOf(host: LoopbackHost, port: number, path: string): string {
  return port === 80 ? `http://${host}${path}` : `http://${host}:${port}${path}`
}

/** The ports of those redirect URIs that this host and path can serve. */
export function preferredPorts(preferred: readonly string[], host: LoopbackHost, path: string): readonly number[] {
  return preferred.flatMap((uri) => {
    // One without a port stands for any port (RFC 8252 §7.3), so it prefers none.
    const port = URL.canParse(uri) ? Number(new URL(uri).port) : 0
    return port > 0 && redirectUriOf(host, port, path) === uri ? [port] : []
  })
}

/** The `Host` headers that a browser sends to a server bound for `host`. Others come by DNS rebinding. */
export function hostHeaders(host: LoopbackHost, port: number): readonly string[] {
  const names = host === 'localhost' ? ['localhost', '127.0.0.1', '[::1]'] : [host, 'localhost']
  return names.map((name) => (port === 80 ? name : `${name}:${port}`))
}
