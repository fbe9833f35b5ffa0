import { type Network, networksOf, optionFor, refuseUrl } from '@fast-agent-auth/discovery/untrusted'
import { type ProxySetting, proxyOf } from '@fast-agent-auth/discovery/untrusted/failures'
import type { Dispatcher } from 'undici'
import { type AddressPolicy, createAddressPolicy } from './address-policy.ts'
import { createPlainHttpCheck } from './checked-lookup.ts'
import { displayRequestUrl } from './display-request-url.ts'
import { GuardedFetchError } from './guarded-fetch-error.ts'
import type { GuardedFetchOptions } from './guarded-fetch-options.ts'
import { limitBody, tooLarge } from './limited-body.ts'
import { defaultLimits, type Limits } from './limits.ts'
import { nextUrl } from './redirects.ts'
import type { Resolve } from './resolve.ts'
import { startTimeLimits } from './time-limits.ts'
import { toGuardedFetchError } from './to-guarded-fetch-error.ts'

export interface SendOptions extends Omit<GuardedFetchOptions, 'fetch' | 'env'> {
  readonly fetch: typeof globalThis.fetch
  /** Whether that fetch makes its own connections. */
  readonly connects: boolean
  readonly env: Readonly<Record<string, string | undefined>>
}

interface Guard {
  readonly fetch: typeof globalThis.fetch
  /** The networks in which addresses in URLs may be. */
  readonly networks: readonly Network[]
  readonly httpHosts: readonly string[] | undefined
  readonly connectionTo: ConnectionTo
  readonly assertPrivate: (url: URL) => Promise<void>
  readonly limits: Limits
  readonly proxy: ProxySetting | undefined
  readonly serverUrl: string | undefined
}

/** The connection for a URL, as an option of the `fetch` that sends. */
type ConnectionTo = (url: URL) => Promise<{ readonly dispatcher?: Dispatcher }>

export interface Connecting {
  readonly resolve: Resolve
  readonly addressPolicy: AddressPolicy
  readonly limits: Limits
  readonly proxy: ProxySetting | undefined
  readonly env: SendOptions['env']
}

/** The guarded `fetch`, which sends by the given one. */
export function createSend(
  {
    fetch,
    serverUrl,
    networks,
    httpHosts,
    env,
    ...options
  }: Omit<SendOptions, 'connects'> & { readonly resolve: Resolve },
  connecting: (parts: Connecting) => ConnectionTo = () => async () => ({}),
): typeof globalThis.fetch {
  const { resolve } = options
  const limits = { ...defaultLimits, ...options.limits }
  const proxy = proxyOf(env)
  const addressPolicy = createAddressPolicy({ serverUrl, networks, httpHosts, resolve })
  const guard: Guard = {
    fetch,
    networks: networksOf(serverUrl ?? '', networks),
    httpHosts,
    connectionTo: connecting({ resolve, addressPolicy, limits, proxy, env }),
    assertPrivate: createPlainHttpCheck(resolve, addressPolicy),
    limits,
    proxy,
    serverUrl: serverUrl === undefined ? undefined : new URL(serverUrl).href,
  }
  return (input, init) => send(input, init, guard)
}

async function send(
  input: Parameters<typeof globalThis.fetch>[0],
  init: RequestInit | undefined,
  guard: Guard,
): Promise<Response> {
  const request = input instanceof Request ? input : undefined
  const first = request?.url ?? String(input)
  const name = displayRequestUrl(first)
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

/** Whether a request is MCP's own. A server may name its URL as an endpoint of OAuth, but no request of OAuth accepts a stream. */
function isMcp(url: string, headers: HeadersInit | undefined, { serverUrl }: Guard): boolean {
  if (!URL.canParse(url) || new URL(url).href !== serverUrl) return false
  return /text\/event-stream/i.test(new Headers(headers).get('accept') ?? '')
}

/** Sends a request, and another for each redirect that is allowed. */
async function follow(first: Request | string, init: RequestInit, guard: Guard): Promise<Response> {
  const { method, redirect, headers } = described(first, init)
  let asked: Request | string = first
  for (let hops = 0; ; hops++) {
    const url = allowed(typeof asked === 'string' ? asked : asked.url, guard)
    const options = hops === 0 ? init : { method, headers, signal: init.signal ?? null }
    await guard.assertPrivate(url)
    const response = await guard.fetch(asked, { ...options, ...(await guard.connectionTo(url)), redirect: 'manual' })
    if (redirect === 'manual') return response
    const next = nextUrl(response, { url, method, redirect, hops })
    if (next === undefined) return response
    await response.body?.cancel()
    asked = next
  }
}

/** The parts of a request that are sent again where it is redirected. */
function described(first: Request | string, init: RequestInit) {
  const { method = 'GET', redirect = 'follow', headers = {} } = typeof first === 'string' ? {} : first
  return { method: init.method ?? method, redirect: init.redirect ?? redirect, headers: init.headers ?? headers }
}

/** @throws GuardedFetchError `insecure_url` */
function allowed(text: string, policy: Pick<Guard, 'networks' | 'httpHosts'>): URL {
  const refusal = refuseUrl(text, policy)
  if (refusal)
    throw new GuardedFetchError('insecure_url', `${displayRequestUrl(text)} ${refusal}.`, optionFor(text, policy))
  return new URL(text)
}
