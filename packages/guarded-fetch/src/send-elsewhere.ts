import { displayRequestUrl } from './display-request-url.ts'
import { GuardedFetchError } from './guarded-fetch-error.ts'
import { createSend, type SendOptions } from './send.ts'

/** The guarded `fetch` of a runtime that looks up no names: a name without TLS is refused, since nobody knows where it leads. */
export function createSendElsewhere({ fetch, resolve = noResolve, ...options }: SendOptions): typeof globalThis.fetch {
  return createSend({
    ...options,
    resolve,
    fetch: async (...request) => assertReadable(await fetch(...request)),
    env: {},
  })
}

async function noResolve(hostname: string): Promise<never> {
  const problem = `${hostname} is asked without TLS, and this runtime cannot look up its addresses.`
  throw new GuardedFetchError('unavailable', problem, {
    next: 'Use https, an address in place of the name, or the option resolve.',
  })
}

/** @throws GuardedFetchError `redirect_refused` for a redirect whose target a browser hides */
function assertReadable(response: Response): Response {
  if (response.type !== 'opaqueredirect') return response
  const problem = `${displayRequestUrl(response.url)} redirects, and browsers hide where to.`
  throw new GuardedFetchError('redirect_refused', problem)
}
