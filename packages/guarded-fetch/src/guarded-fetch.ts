import {
  createWayOut,
  type Network,
  networksOf,
  optionFor,
  type ProxySetting,
  proxyOf,
  refuseUrl,
} from '@fast-agent-auth/discovery/untrusted'
import { checkedLookup, createInsideCheck } from './checked-lookup.ts'
import { createDispatchers } from './dispatchers.ts'
import { GuardedFetchError } from './guarded-fetch-error.ts'
import { limitBody, tooLarge } from './limited-body.ts'
import { defaultLimits, type Limits } from './limits.ts'
import { party } from './party.ts'
import { createReach } from './reach.ts'
import { nextUrl } from './redirects.ts'
import { type Resolve, systemResolve } from './resolve.ts'
import { startTimeLimits } from './time-limits.ts'
import { toGuardedFetchError } from './to-guarded-fetch-error.ts'

export interface GuardedFetchOptions {
  /**
   * The MCP server that the user named. Only where it is on this machine or in a private network may what it names be
   * there too: an address in a URL as its own URL says, a name as the server was connected to, or before that looked up.
   * Requests to this very URL that accept a `text/event-stream` are MCP's own: their answers may be as long, and take as
   * long, as they like.
   */
  readonly serverUrl?: string | undefined
  /** Networks that are allowed besides. Default: none. */
  readonly networks?: readonly Network[] | undefined
  /**
   * Hosts, with or without a port, that may be asked without TLS. Each is connected to at private addresses and those of
   * this machine alone, over TLS too, and past any proxy. Default: none.
   */
  readonly httpHosts?: readonly string[] | undefined
  readonly limits?: Partial<Limits> | undefined
  /** What sends a request that was allowed; it must pass on `dispatcher`. Default: the global one. */
  readonly fetch?: typeof globalThis.fetch | undefined
  /** Default: as the system resolves names. Where there is a proxy, that resolves them. */
  readonly resolve?: Resolve | undefined
  /** Where `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY` are looked up. Default: that of the process. */
  readonly env?: Readonly<Record<string, string | undefined>> | undefined
}

interface Guard {
  readonly fetch: typeof globalThis.fetch
  /** In which a URL may be: what stands in it is known, whoever answers for its names. */
  readonly networks: readonly Network[]
  readonly httpHosts: readonly string[] | undefined
  readonly dispatcherFor: ReturnType<typeof createDispatchers>
  readonly assertInside: (url: URL) => Promise<void>
  readonly limits: Limits
  readonly proxy: ProxySetting | undefined
  readonly serverUrl: string | undefined
}

/**
 * A `fetch` for URLs that a stranger named: https only (http on loopback), to addresses that were checked when the
 * connection was made, redirected within its origin only, and never for long or for much.
 *
 * It rejects with a `GuardedFetchError` where a rule is broken, with the reason of the caller's signal, or with what
 * `fetch` threw.
 */
export function createGuardedFetch(options: GuardedFetchOptions = {}): typeof globalThis.fetch {
  const { serverUrl, networks, httpHosts, resolve = systemResolve, env = process.env } = options
  // The error of whoever parses it would quote it, and it may hold a key.
  if (serverUrl !== undefined && !URL.canParse(serverUrl)) throw new TypeError('The option serverUrl is not a URL.')
  const limits = { ...defaultLimits, ...options.limits }
  const proxy = proxyOf(env)
  const reach = createReach({ serverUrl, networks, httpHosts, resolve })
  const way = createWayOut()
  const guard: Guard = {
    fetch: way.pass(options.fetch),
    networks: networksOf(serverUrl ?? '', networks),
    httpHosts,
    dispatcherFor: createDispatchers({
      lookup: checkedLookup(resolve, reach),
      onConnected: reach.connected,
      limits,
      proxy,
      env,
    }),
    assertInside: createInsideCheck(resolve, reach),
    limits,
    proxy,
    serverUrl: serverUrl === undefined ? undefined : new URL(serverUrl).href,
  }
  return way.checkpoint((input, init) => send(input, init, guard))
}

async function send(
  input: Parameters<typeof globalThis.fetch>[0],
  init: RequestInit | undefined,
  guard: Guard,
): Promise<Response> {
  const request = input instanceof Request ? input : undefined
  const first = request?.url ?? String(input)
  const name = party(first)
  const caller = init?.signal ?? request?.signal
  caller?.throwIfAborted()
  const limits = isMcp(first, init?.headers ?? request?.headers, guard)
    ? { ...guard.limits, body: Infinity, firstByte: Infinity, total: Infinity }
    : guard.limits
  const clocks = startTimeLimits(name, limits)
  const signal = caller ? AbortSignal.any([caller, clocks.signal]) : clocks.signal
  try {
    const response = await follow(request ?? first, { ...init, signal }, guard)
    clocks.begun()
    const length = response.headers.get('content-length')
    if (response.body && Number(length) > limits.body) {
      await response.body.cancel()
      throw tooLarge(name, limits.body)
    }
    return limitBody(response, { limit: limits.body, name, onEnd: clocks.end })
  } catch (error) {
    clocks.abort(error)
    caller?.throwIfAborted()
    throw toGuardedFetchError(error, { ...guard, url: first })
  }
}

/** A server may name its own URL as any other, but nothing of OAuth accepts a stream there. */
function isMcp(url: string, headers: HeadersInit | undefined, { serverUrl }: Guard): boolean {
  if (!URL.canParse(url) || new URL(url).href !== serverUrl) return false
  return /text\/event-stream/i.test(new Headers(headers).get('accept') ?? '')
}

/** One request, and another for each redirect that is allowed. */
async function follow(first: Request | string, init: RequestInit, guard: Guard): Promise<Response> {
  const { method, redirect, headers } = described(first, init)
  let asked: Request | string = first
  for (let hops = 0; ; hops++) {
    const url = allowed(typeof asked === 'string' ? asked : asked.url, guard)
    const options = hops === 0 ? init : { method, headers, signal: init.signal ?? null }
    await guard.assertInside(url)
    const dispatcher = await guard.dispatcherFor(url)
    const dispatched: RequestInit & { dispatcher: unknown } = { ...options, redirect: 'manual', dispatcher }
    const response = await guard.fetch(asked, dispatched)
    if (redirect === 'manual') return response
    const next = nextUrl(response, { url, method, redirect, hops })
    if (next === undefined) return response
    await response.body?.cancel()
    asked = next
  }
}

/** What is sent again where a request is redirected. */
function described(first: Request | string, init: RequestInit) {
  const { method = 'GET', redirect = 'follow', headers = {} } = typeof first === 'string' ? {} : first
  return { method: init.method ?? method, redirect: init.redirect ?? redirect, headers: init.headers ?? headers }
}

/** @throws GuardedFetchError `insecure_url` */
function allowed(text: string, policy: Pick<Guard, 'networks' | 'httpHosts'>): URL {
  const refusal = refuseUrl(text, policy)
  if (refusal) throw new GuardedFetchError('insecure_url', `${party(text)} ${refusal}.`, optionFor(text, policy))
  return new URL(text)
}
