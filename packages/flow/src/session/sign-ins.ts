import { displayUrl } from '@fast-agent-auth/discovery/untrusted'
import { AuthorizationError } from '../authorization-error.ts'
import type { TokenSet } from '../tokens/token-set.ts'
import type { SignInRequest, SignInTurnOptions, signInTurn } from './sign-in-turn.ts'
import { createSingleFlight, type Flight, type FlightWait } from './single-flight.ts'
import type { TokenCache } from './token-cache.ts'

/** The sign-ins of a session: one for all requests that wait for the same. */
export interface SignIns {
  /** Call it when work begins. Returns a function that asks a person, unless sign-ins were ended since. */
  begin(): (request: SignInRequest, wait: FlightWait) => Promise<TokenSet>
  /** Ends the sign-ins that are under way; resolves when the listeners are closed. */
  end(by: string): Promise<void>
}

export function createSignIns(
  serverUrl: string,
  {
    tokenCache,
    ...options
  }: Omit<SignInTurnOptions, 'goOn'> & { readonly tokenCache: TokenCache; readonly signInTurn: typeof signInTurn },
): SignIns {
  const signIns = createSingleFlight<TokenSet>()
  // Work that began before `end` must not ask a person after it.
  let open = new AbortController()

  function endedBy(by: string): AuthorizationError {
    return new AuthorizationError('closed', `The sign-in to ${displayUrl(serverUrl)} was ended by ${by}.`)
  }

  return {
    begin() {
      const { signal: ended } = open
      return async (request, wait) => {
        ended.throwIfAborted()
        const remember = tokenCache.begin()
        const turn = (flight: Flight): Promise<TokenSet> =>
          options.signInTurn(serverUrl, request, { ...options, ...flight })
        // A person who declines is asked once for all requests that wait for the same.
        const key = JSON.stringify([request.scope, request.requiredScope, request.force, request.registerAnew])
        // Otherwise a person who asks for something else would wait for a sign-in that they have given up.
        if (wait.byPerson) signIns.endAbandoned(endedBy('a login() that asks for something else'), key)
        return remember(await signIns.join(key, turn, wait))
      }
    },
    async end(by) {
      const error = endedBy(by)
      open.abort(error)
      open = new AbortController()
      await signIns.end(error)
    },
  }
}
