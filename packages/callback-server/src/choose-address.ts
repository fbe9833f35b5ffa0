import type { CallbackSettings } from './callback-options.ts'
import type { ListenOptions } from './redirect.ts'
import { type LoopbackHost, type LoopbackUri, parseLoopbackUri } from './redirect-uri.ts'

/** The host, path and ports to listen on. */
export interface ListenAddress {
  readonly host: LoopbackHost
  readonly path: string
  /** The ports in the order in which they are tried. */
  readonly ports: readonly number[]
}

/** Takes each part from the application's options, a client's redirect URI, the host that the server accepts, or the default. */
export function chooseAddress(
  { explicit, ports }: CallbackSettings,
  { preferred = [], registered = [], host: wanted }: Pick<ListenOptions, 'preferred' | 'registered' | 'host'>,
): ListenAddress {
  const fits = ({ host, path }: LoopbackUri): boolean =>
    (explicit.host ?? host) === host && (explicit.path ?? path) === path
  const [first] = preferred.flatMap((uri) => parseLoopbackUri(uri) ?? []).filter(fits)
  const host = explicit.host ?? first?.host ?? wanted ?? '127.0.0.1'
  const path = explicit.path ?? first?.path ?? '/callback'
  const pinned = ports.length === 1 && ports[0] !== 0
  if (pinned) return { host, path, ports }
  // A URI without a port allows any port (RFC 8252 §7.3), so it prefers none.
  const portsOf = (uris: readonly string[]): readonly number[] =>
    uris
      .flatMap((uri) => parseLoopbackUri(uri) ?? [])
      .flatMap((uri) => (uri.host === host && uri.path === path && uri.port ? [uri.port] : []))
  const chosen = [...(explicit.port ? [explicit.port] : []), ...portsOf(preferred), ...ports]
  // Ports of earlier registrations may differ from the options now. They are tried before a free port.
  return {
    host,
    path,
    ports: [...new Set(chosen.flatMap((port) => (port === 0 ? [...portsOf(registered), 0] : [port])))],
  }
}
