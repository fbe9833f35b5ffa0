import type { CallbackSettings } from './callback-options.ts'
import type { ListenOptions } from './redirect.ts'
import { type LoopbackHost, type LoopbackUri, parseLoopbackUri } from './redirect-uri.ts'

/** Where to listen. */
export interface ListenAddress {
  readonly host: LoopbackHost
  readonly path: string
  /** In the order in which they are tried. */
  readonly ports: readonly number[]
}

/** What was asked for, else where a client was set up, else what the server wants, else the defaults. */
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
  // One without a port stands for any port (RFC 8252 §7.3), so it prefers none.
  const portsOf = (uris: readonly string[]): readonly number[] =>
    uris
      .flatMap((uri) => parseLoopbackUri(uri) ?? [])
      .flatMap((uri) => (uri.host === host && uri.path === path && uri.port ? [uri.port] : []))
  const chosen = [...(explicit.port ? [explicit.port] : []), ...portsOf(preferred), ...ports]
  // What was registered earlier, perhaps with another port than is asked for now, comes before a free one.
  return {
    host,
    path,
    ports: [...new Set(chosen.flatMap((port) => (port === 0 ? [...portsOf(registered), 0] : [port])))],
  }
}
