import type { LookupFunction } from 'node:net'
import { isLoopback } from '@fast-agent-auth/discovery/untrusted'
import type { Dispatcher } from 'undici'
import type { Limits } from './limits.ts'

export interface DispatcherOptions {
  readonly lookup: LookupFunction
  /** Is told of each connection that is made here, TLS included. */
  readonly onConnected: (hostname: string, address: string | undefined) => void
  readonly limits: Limits
  readonly env: Readonly<Record<string, string | undefined>>
}

/** What makes the connections: to a proxy where the environment names one, else to addresses that were checked. */
export function createDispatchers(options: DispatcherOptions): (url: URL) => Promise<Dispatcher> {
  const proxy = proxyOf(options.env)
  let direct: Promise<Dispatcher> | undefined
  let proxied: Promise<Dispatcher> | undefined
  return (url) => {
    // A proxy would look for it on its own machine.
    if (proxy === undefined || isLoopback(url.hostname)) {
      direct ??= openDirect(options)
      return direct
    }
    proxied ??= openProxied(options, proxy)
    return proxied
  }
}

interface Proxy {
  readonly httpProxy: string
  readonly httpsProxy: string
  readonly noProxy: string
}

/** As other programs read the environment: lower case first. Nothing goes through it but https. */
function proxyOf(env: DispatcherOptions['env']): Proxy | undefined {
  const url = env.https_proxy || env.HTTPS_PROXY || env.http_proxy || env.HTTP_PROXY
  // undici would look for what is not here in the environment of the process.
  return url ? { httpProxy: url, httpsProxy: url, noProxy: env.no_proxy ?? env.NO_PROXY ?? '' } : undefined
}

async function agentOptions({ lookup, onConnected, limits }: DispatcherOptions) {
  const { default: buildConnector } = await import('undici/lib/core/connect.js')
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
  const { default: Agent } = await import('undici/lib/dispatcher/agent.js')
  return new Agent(await agentOptions(options))
}

async function openProxied(options: DispatcherOptions, proxy: Proxy): Promise<Dispatcher> {
  // Its default has all: bundlers keep no other name of what is no module.
  const { default: undici } = await import('undici')
  // To the proxy, and through it: neither looks at `connect`.
  const tls = { timeout: finite(options.limits.connect) }
  return new undici.EnvHttpProxyAgent({ ...(await agentOptions(options)), proxyTls: tls, requestTls: tls, ...proxy })
}
