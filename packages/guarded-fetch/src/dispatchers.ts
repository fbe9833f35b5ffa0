import type { LookupFunction } from 'node:net'
import { isLoopback, type ProxySetting, unreadableProxy } from '@fast-agent-auth/discovery/untrusted'
import type { Dispatcher } from 'undici'
import type { Limits } from './limits.ts'
import { notLoaded } from './not-loaded.ts'
import { proxyError } from './to-guarded-fetch-error.ts'

export interface DispatcherOptions {
  readonly lookup: LookupFunction
  /** Is told of each connection that is made here, TLS included. */
  readonly onConnected: (hostname: string, address: string | undefined) => void
  readonly limits: Limits
  readonly proxy: ProxySetting | undefined
  /** Where `NO_PROXY` is looked up. */
  readonly env: Readonly<Record<string, string | undefined>>
}

/**
 * What makes the connections: to a proxy where the environment names one, else to addresses that were checked.
 *
 * @throws GuardedFetchError `proxy_failed` where the proxy's URL cannot be read, `unavailable` where undici is missing
 */
export function createDispatchers(options: DispatcherOptions): (url: URL) => Promise<Dispatcher> {
  const { proxy } = options
  let direct: Promise<Dispatcher> | undefined
  let proxied: Promise<Dispatcher> | undefined
  return (url) => {
    // A proxy would look for it on its own machine; and without TLS only an address that was checked is connected to.
    if (proxy === undefined || isLoopback(url.hostname) || url.protocol === 'http:') {
      direct ??= openDirect(options)
      return direct
    }
    // The error of whoever parses it would quote it, with its password.
    if (proxy.url === undefined) throw proxyError(unreadableProxy(proxy))
    proxied ??= openProxied(options, proxy.url)
    return proxied
  }
}

async function agentOptions({ lookup, onConnected, limits }: DispatcherOptions) {
  const { default: buildConnector } = await import('undici/lib/core/connect.js').catch(notLoaded)
  // No TLS session is taken up again: its ticket, which one address gave, would be sent to another.
  const connect = buildConnector({ lookup, timeout: finite(limits.connect), maxCachedSessions: 0 })
  const told: typeof connect = (target, callback) =>
    connect(target, (...result) => {
      if (result[1]) onConnected(target.hostname, result[1].remoteAddress)
      callback(...result)
    })
  return {
    connect: told,
    maxHeaderSize: finite(limits.headers),
    // Ours are kept elsewhere, for a whole request.
    headersTimeout: 0,
    bodyTimeout: 0,
  }
}

/** What undici takes for "as much as you like". */
function finite(limit: number): number {
  return Math.min(limit, 2 ** 31 - 1)
}

// All of undici takes twice as long to load, and a program waits for it before its first token.
async function openDirect(options: DispatcherOptions): Promise<Dispatcher> {
  const { default: Agent } = await import('undici/lib/dispatcher/agent.js').catch(notLoaded)
  return new Agent(await agentOptions(options))
}

/** Nothing goes through it but https. */
async function openProxied(options: DispatcherOptions, url: string): Promise<Dispatcher> {
  const { env, limits } = options
  // Its default has all: bundlers keep no other name of what is no module.
  const { default: undici } = await import('undici').catch(notLoaded)
  // To the proxy, and through it: neither looks at `connect`.
  const tls = { timeout: finite(limits.connect) }
  return new undici.EnvHttpProxyAgent({
    ...(await agentOptions(options)),
    proxyTls: tls,
    requestTls: tls,
    httpProxy: url,
    httpsProxy: url,
    // undici would look for what is not here in the environment of the process.
    noProxy: env.no_proxy ?? env.NO_PROXY ?? '',
  })
}
