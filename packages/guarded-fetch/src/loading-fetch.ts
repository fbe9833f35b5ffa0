import { createFetchLoopGuard } from '@fast-agent-auth/discovery/untrusted'
import type { GuardedFetchOptions } from './guarded-fetch-options.ts'
import type { SendOptions } from './send.ts'

/**
 * A guarded `fetch` whose first request loads the code that sends requests.
 *
 * @throws TypeError where `serverUrl` is not a URL
 */
export function loadingFetch(
  { fetch, env, ...options }: GuardedFetchOptions,
  load: () => Promise<(options: SendOptions) => typeof globalThis.fetch>,
): typeof globalThis.fetch {
  // The parser's own error would quote the URL, which may hold a key.
  if (options.serverUrl !== undefined && !URL.canParse(options.serverUrl)) {
    throw new TypeError('The option serverUrl is not a URL.')
  }
  const loopGuard = createFetchLoopGuard()
  const sendOptions = {
    ...options,
    fetch: loopGuard.forward(fetch),
    connects: fetch !== undefined,
    // A fetch that makes its own connections chooses its proxy itself.
    env: env ?? (fetch ? {} : (globalThis.process?.env ?? {})),
  }
  let send: Promise<typeof globalThis.fetch> | undefined
  return loopGuard.inspect(async (...request) => {
    send ??= load().then(
      (createSend) => createSend(sendOptions),
      (error: unknown) => {
        // Files that are replaced while the program runs may be there again with the next request.
        send = undefined
        throw error
      },
    )
    return (await send)(...request)
  })
}
