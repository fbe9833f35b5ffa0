import { createFetchLoopGuard } from '@fast-agent-auth/discovery/untrusted'
import type { GuardedFetchOptions } from './guarded-fetch-options.ts'

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
export function createGuardedFetch({ fetch, env, ...options }: GuardedFetchOptions = {}): typeof globalThis.fetch {
  // The parser's own error would quote the URL, which may hold a key.
  if (options.serverUrl !== undefined && !URL.canParse(options.serverUrl)) {
    throw new TypeError('The option serverUrl is not a URL.')
  }
  const loopGuard = createFetchLoopGuard()
  const sendOptions = {
    ...options,
    fetch: loopGuard.forward(fetch),
    connects: fetch !== undefined,
    // A fetch that makes its own connections chooses its proxy itself, perhaps where there is no `process`.
    env: env ?? (fetch ? {} : process.env),
  }
  let send: Promise<typeof globalThis.fetch> | undefined
  const load = async (): Promise<typeof globalThis.fetch> => (await import('./send.ts')).createSend(sendOptions)
  return loopGuard.inspect(async (...request) => {
    send ??= load()
    return (await send)(...request)
  })
}
