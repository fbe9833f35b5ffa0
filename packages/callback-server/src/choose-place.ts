import type { CallbackSettings } from './callback-options.ts'
import type { ListenOptions } from './redirect.ts'
import { type LoopbackHost, type LoopbackUri, parseLoopbackUri } from './redirect-uri.ts'

/** Where to listen. */
export interface Place {
  readonly host: LoopbackHost
  readonly path: string
  /** In the order in which they are tried. */
  readonly ports: readonly number[]
}

/** What was asked for, else where a client is registered already, else what the server wants, else the defaults. */
export function choosePlace(
  { asked, ports }: CallbackSettings,
  { preferred = [], host: wanted }: Pick<ListenOptions, 'preferred' | 'host'>,
): Place {
  const fits = ({ host, path }: LoopbackUri): boolean => (asked.host ?? host) === host && (asked.path ?? path) === path
  const registered = preferred.flatMap((uri) => parseLoopbackUri(uri) ?? []).filter(fits)
  const host = asked.host ?? registered[0]?.host ?? wanted ?? '127.0.0.1'
  const path = asked.path ?? registered[0]?.path ?? '/callback'
  const pinned = ports.length === 1 && ports[0] !== 0
  if (pinned) return { host, path, ports }
  // One without a port stands for any port (RFC 8252 §7.3), so it prefers none.
  const known = registered.flatMap((uri) => (uri.host === host && uri.path === path && uri.port ? [uri.port] : []))
  return { host, path, ports: [...new Set(asked.port ? [asked.port, ...known, ...ports] : [...known, ...ports])] }
}
