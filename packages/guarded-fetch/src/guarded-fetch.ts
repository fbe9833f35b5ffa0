import type { GuardedFetchOptions } from './guarded-fetch-options.ts'
import { loadingFetch } from './loading-fetch.ts'

/**
 * A `fetch` for URLs that a stranger named. It takes https only (http on loopback), connects to addresses that it has checked,
 * follows redirects within the origin only, and limits size and time.
 *
 * It rejects with a `GuardedFetchError` where a rule is broken, with the reason of the caller's signal where that aborts, and
 * otherwise with the error of `fetch`.
 *
 * @example
 * const fetch = createGuardedFetch({ serverUrl: 'https://mcp.example.com/mcp' })
 * await fetch('https://169.254.169.254/latest/meta-data/iam') // rejects: `insecure_url`
 *
 * @throws TypeError where `serverUrl` is not a URL
 */
export function createGuardedFetch(options: GuardedFetchOptions = {}): typeof globalThis.fetch {
  return loadingFetch(options, async () => (await import('./send-connected.ts')).createConnectedSend)
}
