import { discoverAuthorizationServer, type Quirks } from '@fast-agent-auth/discovery'
import { networksOf, quoteUntrusted, type UrlPolicy } from '@fast-agent-auth/discovery/untrusted'
import type { TokenStore } from '@fast-agent-auth/token-store'
import { AuthorizationError } from '../authorization-error.ts'
import { undecoratedFetch } from '../redaction/redacting.ts'
import { forgetFailedSignIn } from '../sign-in/forget-failed-sign-in.ts'
import type { TokenSet } from '../tokens/token-set.ts'

export interface MovedEndpointOptions extends UrlPolicy {
  readonly store: TokenStore
  /** Metadata that a person gave. None is fetched then. */
  readonly authorizationServer?: unknown
  readonly quirks?: Quirks | false | undefined
  readonly fetch?: typeof globalThis.fetch | undefined
}

/**
 * The token endpoint that the metadata of the issuer names now, if it is not the endpoint of the tokens. Then the
 * cached discovery is deleted, so that the next sign-in discovers again.
 *
 * @throws AuthorizationError `invalid_response` where the new endpoint is on an origin that no person has agreed to;
 * `unreachable` where, in addition, the old endpoint did not answer, which may pass
 */
export async function movedEndpoint(
  serverUrl: string,
  { issuer, tokenEndpoint }: TokenSet,
  {
    error,
    store,
    authorizationServer,
    fetch,
    ...options
  }: MovedEndpointOptions & {
    /** The error of the refresh at the old endpoint. */
    readonly error: unknown
  },
): Promise<string | undefined> {
  if (authorizationServer !== undefined) return undefined
  const { quirks, httpHosts } = options
  const networks = networksOf(serverUrl, options.networks)
  const asking = discoverAuthorizationServer(issuer, { fetch: undecoratedFetch(fetch), quirks, httpHosts, networks })
  const server = await asking.catch(() => undefined)
  if (server === undefined || server.tokenEndpoint === tokenEndpoint) return undefined
  await forgetFailedSignIn(store, { serverUrl, issuer })
  const { origin } = new URL(server.tokenEndpoint)
  if ([issuer, tokenEndpoint].some((url) => new URL(url).origin === origin)) return server.tokenEndpoint
  const problem = `The token endpoint of ${quoteUntrusted(issuer)} has moved to ${quoteUntrusted(origin)}, and no refresh token is sent there, whatever the options.`
  const mayPass = error instanceof AuthorizationError && error.code === 'unreachable'
  const details = { issuer, ...(mayPass && { serverError: 'moved' }) }
  throw new AuthorizationError(mayPass ? error.code : 'invalid_response', problem, { next: 'Sign in again.', details })
}
