import type { DiscoverOptions } from './discover-options.ts'
import { discoverTarget } from './discover-target.ts'
import { DiscoveryError } from './discovery-error.ts'
import { discoveryEvents } from './discovery-event.ts'
import { createDocuments } from './documents.ts'
import { configuredIssuer } from './issuer.ts'
import type { Target } from './target.ts'
import { startTimeLimit } from './time-limit.ts'
import { optionFor } from './untrusted/option-for.ts'
import { displayUrl } from './untrusted/quote-untrusted.ts'
import { tell } from './untrusted/tell.ts'
import { allNetworks, refuseUrl } from './untrusted/url-policy.ts'

/**
 * The time limit of a whole discovery, in ms. A discovery asks several servers one after the other, each of which has
 * 30 s.
 */
const timeLimit = 60_000

/**
 * Finds the authorization server of an MCP server: by its challenge (RFC 6750 §3), its resource metadata (RFC 9728) and the
 * authorization server's metadata (RFC 8414). It takes 60 s at most, without the time that `selectIssuer` takes.
 *
 * @example
 * const { resource, server } = await discover('https://mcp.example.com/mcp')
 * console.log(resource, server.issuer, server.tokenEndpoint)
 *
 * @throws DiscoveryError with a `code`: `not_protected` where no sign-in is needed, `unreachable` where another try may
 * help; the reason of the signal where it aborts
 */
export async function discover(serverUrl: string, discoverOptions: DiscoverOptions = {}): Promise<Target> {
  assertServerUrl(serverUrl, discoverOptions)
  const { selectIssuer, signal } = discoverOptions
  const { fetch, waitingFor } = watched(discoverOptions.fetch)
  const limit = startTimeLimit(timeLimit, () => tooSlow(serverUrl, waitingFor()))
  const signals = signal ? [signal, limit.signal] : [limit.signal]
  const options = {
    ...discoverOptions,
    fetch,
    signal: AbortSignal.any(signals),
    selectIssuer: selectIssuer && ((issuers: readonly string[]) => limit.uncounted(async () => selectIssuer(issuers))),
  }
  const done = new AbortController()
  const issuer = configuredIssuer(discoverOptions) ?? ''
  const documents = createDocuments({
    fetch,
    signal: AbortSignal.any([...signals, done.signal]),
    mcpOrigin: new URL(serverUrl).origin,
    issuerOrigin: URL.canParse(issuer) ? new URL(issuer).origin : undefined,
  })
  try {
    const target = await discoverTarget(serverUrl, documents, options)
    for (const event of discoveryEvents(target)) tell(options.onEvent, event)
    return target
  } finally {
    limit.end()
    // A request that was sent ahead and is not needed must not keep the program running.
    done.abort()
  }
}

/** The same `fetch`, with the URL that has waited longest for an answer. */
function watched(fetch: typeof globalThis.fetch = globalThis.fetch): {
  readonly fetch: typeof globalThis.fetch
  readonly waitingFor: () => string | undefined
} {
  const waiting = new Map<object, string>()
  let last: string | undefined
  return {
    async fetch(input, init) {
      const request = {}
      last = String(input)
      waiting.set(request, last)
      try {
        return await fetch(input, init)
      } finally {
        waiting.delete(request)
      }
    },
    // If every answer has begun, it is the body of the last one that does not end.
    waitingFor: () => [...waiting.values()][0] ?? last,
  }
}

function tooSlow(serverUrl: string, slow: string = serverUrl): DiscoveryError {
  const message = `The authorization server for ${displayUrl(serverUrl)} was not found within ${timeLimit / 1000} s: ${new URL(slow).host} is slow. Try again later.`
  return new DiscoveryError('unreachable', message)
}

function assertServerUrl(serverUrl: string, { httpHosts }: DiscoverOptions): void {
  const policy = { networks: allNetworks, httpHosts }
  const refusal = refuseUrl(serverUrl, policy)
  if (refusal)
    throw new DiscoveryError('insecure_url', `The MCP server's URL ${refusal}.`, optionFor(serverUrl, policy))
}
