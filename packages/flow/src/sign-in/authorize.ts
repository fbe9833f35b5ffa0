import { isSameIssuer } from '@fast-agent-auth/discovery'
import { tell } from '@fast-agent-auth/discovery/untrusted'
import type { TokenStore } from '@fast-agent-auth/token-store'
import type { FlowEvent } from '../events.ts'
import type { Client } from '../protocol/client.ts'
import type { RateLimit, SignInCause } from '../protocol/rate-limit.ts'
import { createState } from '../protocol/state.ts'
import type { Listen } from '../redirect.ts'
import { registeredResource } from '../registration/registered-resource.ts'
import { knownClients } from '../registration/registration.ts'
import type { TokenSet } from '../tokens/token-set.ts'
import { readAuthorizationResponse } from './authorization-response.ts'
import type { BeginOptions } from './begin.ts'
import { beginProbed } from './begin-known.ts'
import { type DiscoverCachedOptions, discoverCached } from './cached-discovery.ts'
import { explainLegacyGuess } from './explain-legacy-guess.ts'
import { failedOutcome } from './failed-outcome.ts'
import { finish } from './finish.ts'
import { forgetFailedSignIn } from './forget-failed-sign-in.ts'
import { tellKnownIssuer } from './known-issuer.ts'
import { listenForRedirect } from './listen-for-redirect.ts'
import { reasonToRegister } from './reason-to-register.ts'
import { storeTokens } from './store-tokens.ts'
import { waitForBrowser } from './wait-for-browser.ts'

export interface AuthorizeOptions
  extends DiscoverCachedOptions,
    Omit<BeginOptions, 'redirectUri' | 'redirectUris' | 'state' | 'store' | 'onEvent'> {
  readonly store: TokenStore
  readonly listen: Listen
  /** Shows the URL to a person. Where it fails, the event `authorization_url` has the link. */
  readonly openBrowser?: ((url: URL) => Promise<void>) | undefined
  /** How long to wait for the browser, in ms. Default: 300 000. */
  readonly timeout?: number | undefined
  /** Whether the wait for the browser keeps the process alive. Default: true. */
  readonly keepsAlive?: boolean | undefined
  /** Called when the person was asked, with a function that shows the same link again. */
  readonly whenAskedAgain?: ((again: () => void) => void) | undefined
  /** The reason for the sign-in, for the rate limit. Default: `person`. */
  readonly cause?: SignInCause | undefined
  /** Called with the issuer before a person is asked; throws where the person may not be asked. */
  readonly mayAsk?: ((issuer: string) => void) | undefined
  /** Limits sign-ins and token requests. */
  readonly rateLimit?: RateLimit | undefined
}

/**
 * Signs in a person at this machine, from the server URL to stored tokens. The page in the browser says that it worked
 * only after the tokens are stored. Where the authorization server no longer knows a stored client, a new one is
 * registered, once, and the person is asked again.
 *
 * @throws AuthorizationError, DiscoveryError or PkceError; errors of the listener and of the store; the signal's reason
 * @example
 * const store = memoryTokenStore()
 * const tokens = await authorize('https://mcp.example.com/mcp', { store, listen, openBrowser })
 */
export async function authorize(serverUrl: string, options: AuthorizeOptions): Promise<TokenSet> {
  const { store, onEvent } = options
  const target = await discoverCached(serverUrl, options)
  const { issuer } = target.server
  options.mayAsk?.(issuer)
  const before = options.held?.find(
    (tokens) => tokens?.issuer !== undefined && !isSameIssuer(tokens.issuer, issuer),
  )?.issuer
  if (before !== undefined) tell(onEvent, { type: 'issuer_changed', serverUrl, issuer, before })
  const known = await knownClients(target.server, { ...options, resource: registeredResource(target) })
  const state = createState()
  const redirect = await listenForRedirect(target, known, { ...options, state }).catch(async (error: unknown) => {
    await forgetFailedSignIn(store, { serverUrl, issuer })
    throw explainLegacyGuess(error, target)
  })
  if (options.keepsAlive === false) redirect.unref?.()
  let storedClient: Client | undefined
  let requestedScope: string | undefined
  let answered = false
  let failure: unknown
  try {
    const { redirectUri, redirectUris } = redirect
    const beginning = beginProbed(target, { ...options, known, state, redirectUri, redirectUris })
    const begun = await beginning.catch((error: unknown) => Promise.reject(explainLegacyGuess(error, target)))
    const { request } = begun
    const { url, pending } = request
    storedClient = begun.storedClient
    requestedScope = pending.requestedScope
    if (known.some(({ clientId }) => clientId === pending.clientId))
      await tellKnownIssuer(request, { ...options, ofAccount: undefined })
    const scope = pending.requestedScope
    const tellLink = (): Promise<void> =>
      tellWhoAsks(onEvent, {
        type: 'authorization_url',
        url,
        serverUrl,
        issuer,
        scope,
        redirectUri: pending.redirectUri,
      })
    await tellLink()
    options.signal?.throwIfAborted()
    // Not awaited: a browser may run for hours.
    showInBrowser(url, options)
    options.whenAskedAgain?.(() => {
      if (!answered)
        tellLink().then(
          () => showInBrowser(url, options),
          () => undefined,
        )
    })
    const callback = await waitForBrowser(serverUrl, redirect, options)
    answered = true
    // `callback_received` promises a code, so an error response ends here.
    readAuthorizationResponse(callback, pending)
    tell(onEvent, { type: 'callback_received', serverUrl })
    // The timeout of the browser was the limit.
    const tokens = await finish(pending, callback, { ...options, lifetime: Number.POSITIVE_INFINITY })
    await storeTokens(serverUrl, tokens, options)
    await redirect.finish('signed_in').catch(() => undefined)
    return tokens
  } catch (error) {
    failure = error
    await redirect.finish(failedOutcome(error, issuer)).catch(() => undefined)
  } finally {
    // The outcome is the same even if the page cannot be shown.
    await redirect.close().catch(() => undefined)
  }
  // The cached discovery may be the cause of the failure.
  await forgetFailedSignIn(store, { serverUrl, issuer })
  const event = storedClient && reasonToRegister(failure, storedClient, { serverUrl, issuer, requestedScope })
  if (!event) throw failure
  options.rateLimit?.signIn(options.cause ?? 'person')
  tell(onEvent, event)
  return authorize(serverUrl, { ...options, registerAnew: true })
}

/**
 * Sends a listener the link, and throws its error, so that no browser opens if a person cannot be told which server
 * asks.
 */
async function tellWhoAsks(listener: ((event: FlowEvent) => unknown) | undefined, event: FlowEvent): Promise<void> {
  const told = listener?.(event)
  if (!(told instanceof Promise)) return
  // Only a promise that is rejected already counts: a listener may work as long as the sign-in lasts.
  told.catch(() => undefined)
  await Promise.race([told, undefined])
}

async function showInBrowser(url: URL, { openBrowser, onEvent }: AuthorizeOptions): Promise<void> {
  try {
    await openBrowser?.(url)
  } catch (error) {
    tell(onEvent, { type: 'browser_failed', error })
  }
}
