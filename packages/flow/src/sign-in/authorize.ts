import { isSameIssuer, type Target } from '@fast-agent-auth/discovery'
import { advise, displayUrl, partsOf, type Remedy, remediesOf, tell } from '@fast-agent-auth/discovery/untrusted'
import type { TokenStore } from '@fast-agent-auth/token-store'
import { AuthorizationError } from '../authorization-error.ts'
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
import { beginChecked } from './begin-known.ts'
import { type DiscoverCachedOptions, discoverCached } from './cached-discovery.ts'
import { finish } from './finish.ts'
import { forgetFailedSignIn } from './forget-failed-sign-in.ts'
import { tellKnownIssuer } from './known-issuer.ts'
import { openWayBack } from './open-way-back.ts'
import { outcomeOf } from './outcome-of.ts'
import { reasonToRegister } from './reason-to-register.ts'
import { storeTokens } from './store-tokens.ts'
import { waitForBrowser } from './wait-for-browser.ts'

export interface AuthorizeOptions
  extends DiscoverCachedOptions,
    Omit<BeginOptions, 'redirectUri' | 'redirectUris' | 'state' | 'store' | 'onEvent'> {
  readonly store: TokenStore
  readonly listen: Listen
  /** Shows the URL to a person. Where it fails, the `authorization_url` event has the link. */
  readonly openBrowser?: ((url: URL) => Promise<void>) | undefined
  /** How long to wait for the browser, in ms. Default: 300 000. */
  readonly timeout?: number | undefined
  /** Whether the wait for the browser keeps the process alive. Default: true. */
  readonly keepsAlive?: boolean | undefined
  /** Is given, once the person was asked, how to ask them again with the same link. */
  readonly whenAskedAgain?: ((again: () => void) => void) | undefined
  /** The reason for the sign-in, for the limit. Default: a person asked for it. */
  readonly cause?: SignInCause | undefined
  /** Is asked, once the authorization server is known, whether a person may be sent there; it throws where not. */
  readonly mayAsk?: ((issuer: string) => void) | undefined
  /** Limits windows and token requests. */
  readonly rateLimit?: RateLimit | undefined
}

/**
 * One sign-in by a person at this machine, from the server's URL to stored tokens. The page in the browser says that it
 * worked only after the tokens are stored. Where the authorization server has forgotten our registration, we register
 * anew, once, and the person is asked again.
 *
 * @throws AuthorizationError, DiscoveryError or PkceError; errors of the listener and of the store; the signal's reason
 */
export async function authorize(serverUrl: string, options: AuthorizeOptions): Promise<TokenSet> {
  const { store, onEvent } = options
  const target = await discoverCached(serverUrl, options)
  const { issuer } = target.server
  options.mayAsk?.(issuer)
  const before = options.held?.find((tokens) => tokens && !isSameIssuer(tokens.issuer, issuer))?.issuer
  if (before !== undefined) tell(onEvent, { type: 'issuer_changed', serverUrl, issuer, before })
  const known = await knownClients(target.server, { ...options, resource: registeredResource(target) })
  const state = createState()
  const redirect = await openWayBack(target, known, { ...options, state }).catch(async (error: unknown) => {
    await forgetFailedSignIn(store, { serverUrl, issuer })
    throw explainLegacyGuess(error, target)
  })
  if (options.keepsAlive === false) redirect.unref?.()
  let kept: Client | undefined
  let requestedScope: string | undefined
  let answered = false
  let failure: unknown
  try {
    const { redirectUri, redirectUris } = redirect
    const beginning = beginChecked(target, { ...options, known, state, redirectUri, redirectUris })
    const checked = await beginning.catch((error: unknown) => Promise.reject(explainLegacyGuess(error, target)))
    const { begun } = checked
    const { url, pending } = begun
    kept = checked.kept
    requestedScope = pending.requestedScope
    if (known.some(({ clientId }) => clientId === pending.clientId))
      await tellKnownIssuer(begun, { ...options, ofAccount: undefined })
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
    // Not awaited: a browser may run as long as the person needs.
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
    // A refusal is exchanged for nothing.
    readAuthorizationResponse(callback, pending)
    tell(onEvent, { type: 'callback_received', serverUrl })
    // How long that may take was decided above.
    const tokens = await finish(pending, callback, { ...options, lifetime: Number.POSITIVE_INFINITY })
    await storeTokens(serverUrl, tokens, options)
    await redirect.finish('signed_in').catch(() => undefined)
    return tokens
  } catch (error) {
    failure = error
    await redirect.finish(outcomeOf(error, issuer)).catch(() => undefined)
  } finally {
    // Whatever becomes of the page and its server, the outcome stands.
    await redirect.close().catch(() => undefined)
  }
  // Whatever the sign-in was based on may be what failed.
  await forgetFailedSignIn(store, { serverUrl, issuer })
  const event = kept && reasonToRegister(failure, kept, { serverUrl, issuer, requestedScope })
  if (!event) throw failure
  options.rateLimit?.signIn(options.cause ?? 'person')
  tell(onEvent, event)
  return authorize(serverUrl, { ...options, registerAnew: true })
}

/** Who says nothing of OAuth but "401" may want something else altogether. */
function explainLegacyGuess(error: unknown, { serverUrl, legacy }: Target): unknown {
  if (legacy !== 'default_endpoints' || !(error instanceof AuthorizationError)) return error
  const { problem, next, ...parts } = partsOf(error)
  const guess = `${displayUrl(serverUrl)} refuses requests and does not say how to sign in. If it wants an API key, send that in a header instead. A sign-in as in MCP 2025-03-26 was tried: ${problem}`
  // Nobody may be where the guess led: the advice on that place comes last.
  const issuer: Remedy = { condition: 'you know its authorization server', option: 'issuer' }
  const details = { option: 'issuer', ...parts.details, options: [issuer, ...remediesOf(parts.details)] }
  const steps = next === undefined ? advise([issuer]).next : `${advise([issuer]).next} ${next}`
  return new AuthorizationError(error.code, guess, { cause: error, ...parts, next: steps, details })
}

/** A listener that throws, or rejects at once, ends the sign-in: no browser opens where a person cannot be told who asks. */
async function tellWhoAsks(listener: ((event: FlowEvent) => unknown) | undefined, event: FlowEvent): Promise<void> {
  const told = listener?.(event)
  if (!(told instanceof Promise)) return
  // Not waited for: it may last as long as the sign-in.
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
