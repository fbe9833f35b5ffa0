import type { LookupFunction } from 'node:net'
import { isLoopback } from '@fast-agent-auth/discovery/untrusted'
import { type ProxySetting, unreadableProxy } from '@fast-agent-auth/discovery/untrusted/failures'
import type { Dispatcher } from 'undici'
import { GuardedFetchError } from './guarded-fetch-error.ts'
import type { Limits } from './limits.ts'
import { proxyError } from './to-guarded-fetch-error.ts'

export interface DispatcherOptions {
  readonly lookup: LookupFunction
  /** Called for each connection that is made here, after its TLS handshake. */
  readonly onConnected: (hostname: string, address: string | undefined) => void
  readonly limits: Limits
  readonly proxy: ProxySetting | undefined
  /** The environment, for `NO_PROXY`. */
  readonly env: Readonly<Record<string, string | undefined>>
}

/**
 * The dispatchers of undici that make the connections: to the proxy of the environment, else to addresses that were checked.
 *
 * @throws GuardedFetchError `proxy_failed` where the proxy's URL cannot be read, `unavailable` where undici is missing
 */
export function createDispatchers(options: DispatcherOptions): (url: URL) => Promise<Dispatcher> {
  const { proxy } = options
  let direct: Promise<Dispatcher> | undefined
  let proxied: Promise<Dispatcher> | undefined
  return (url) => {
    // Localhost at a proxy is the proxy's own machine; and without TLS the address itself must have been checked.
    if (proxy === undefined || isLoopback(url.hostname) || url.protocol === 'http:') {
      direct ??= openDirect(options)
      return direct
    }
    // The parser's own error would quote the URL with its password.
    if (proxy.url === undefined) throw proxyError(unreadableProxy(proxy))
    proxied ??= openProxied(options, proxy.url)
    return proxied
  }
}

async function agentOptions({ lookup, onConnected, limits }: DispatcherOptions) {
  const { default: buildConnector } = await import('undici/lib/core/connect.js').catch(notLoaded)
  // TLS sessions are not resumed: a ticket of one address would be sent to another.
  const connect = buildConnector({ lookup, timeout: finite(limits.connect), maxCachedSessions: 0 })
  const told: typeof connect = (target, callback) =>
    connect(target, (...result) => {
      if (result[1]) onConnected(target.hostname, result[1].remoteAddress)
      callback(...result)
    })
  return {
    connect: told,
    maxHeaderSize: finite(limits.headers),
    // The time limits of `startTimeLimits` are for a whole request.
    headersTimeout: 0,
    bodyTimeout: 0,
  }
}

/** A limit as undici takes it: it knows no Infinity. */
function finite(limit: number): number {
  return Math.min(limit, 2 ** 31 - 1)
}

// Loading all of undici takes twice as long, and a program waits for it before its first token.
async function openDirect(options: DispatcherOptions): Promise<Dispatcher> {
  const { default: Agent } = await import('undici/lib/dispatcher/agent.js').catch(notLoaded)
  return new Agent(await agentOptions(options))
}

/** The dispatcher for https requests through a proxy. */
async function openProxied(options: DispatcherOptions, url: string): Promise<Dispatcher> {
  const { env, limits } = options
  // The default export: bundlers keep no other name of a CommonJS package.
  const { default: undici } = await import('undici').catch(notLoaded)
  // The connections to the proxy and through it ignore `connect`.
  const tls = { timeout: finite(limits.connect) }
  return new undici.EnvHttpProxyAgent({
    ...(await agentOptions(options)),
    proxyTls: tls,
    requestTls: tls,
    httpProxy: url,
    httpsProxy: url,
    // Without an option, undici would read the environment of the process.
    noProxy: env.no_proxy ?? env.NO_PROXY ?? '',
  })
}

/** @throws GuardedFetchError `unavailable`: it blames no server, since a part of this program is missing, or fails in its bundle */
export function notLoaded(cause: unknown): never {
  const reason = cause instanceof Error ? cause.message : String(cause)
  const next =
    'Reinstall the dependencies; in a bundle that is an ES module, give parts in CommonJS a require (createRequire), or ' +
    'mark undici as external and install it beside.'
  throw new GuardedFetchError('unavailable', `The HTTP client undici cannot be loaded (${reason}).`, { cause, next })
}
