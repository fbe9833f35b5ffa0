// For browsers and Workers, which make their connections themselves and look up no names.
import type { GuardedFetchOptions } from './guarded-fetch-options.ts'
import { loadingFetch } from './loading-fetch.ts'

export { GuardedFetchError } from './guarded-fetch-error.ts'

/** Creates the same guarded `fetch`, without the check of the addresses of a name. */
export function createGuardedFetch(options: GuardedFetchOptions = {}): typeof globalThis.fetch {
  return loadingFetch(options, async () => (await import('./send-elsewhere.ts')).createSendElsewhere)
}
