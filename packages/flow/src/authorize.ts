import { type DiscoverOptions, discover } from '@fast-agent-auth/discovery'
import type { TokenStore } from '@fast-agent-auth/token-store'
import { AuthorizationError } from './authorization-error.ts'
import { type BeginOptions, begin } from './begin.ts'
import { careful } from './careful.ts'
import type { FlowEvent } from './events.ts'
import { finish } from './finish.ts'
import { keepTokens } from './keep-tokens.ts'
import type { Listen, Outcome, Redirect } from './redirect.ts'
import { knownRedirectUris } from './registration.ts'
import { createState } from './state.ts'
import type { TokenSet } from './token-set.ts'
import { untilAborted } from './until-aborted.ts'

/** In ms. */
export const defaultTimeout: number = 300_000

export interface AuthorizeOptions
  extends Omit<DiscoverOptions, 'onEvent'>,
    Omit<BeginOptions, 'redirectUri' | 'redirectUris' | 'state' | 'store'> {
  readonly store: TokenStore
  /** Whose tokens these are, where one program serves many people. */
  readonly account?: string | undefined
  readonly listen: Listen
  /** Shows the URL to a person. Where it fails, the `authorization_url` event has the link. */
  readonly openBrowser?: ((url: URL) => Promise<void>) | undefined
  /** How long to wait for the browser, in ms. Default: 300 000. */
  readonly timeout?: number | undefined
  readonly onEvent?: ((event: FlowEvent) => void) | undefined
}

/**
 * One sign-in by a person at this machine, from the server's URL to stored tokens. The page in the browser says that it
 * worked only after the tokens are stored.
 *
 * @throws AuthorizationError, DiscoveryError or PkceError; errors of the listener and of the store; the signal's reason
 */
export async function authorize(serverUrl: string, authorizeOptions: AuthorizeOptions): Promise<TokenSet> {
  const options = { ...authorizeOptions, onEvent: careful(authorizeOptions.onEvent) }
  const target = await discover(serverUrl, options)
  const state = createState()
  const preferred = await knownRedirectUris(target.server, options)
  const redirect = await options.listen({ state, preferred, signal: options.signal })
  // It may reject when nobody waits for it yet, or any more.
  redirect.response.catch(() => undefined)
  try {
    const { redirectUri, redirectUris } = redirect
    const { url, pending } = await begin(target, { ...options, state, redirectUri, redirectUris })
    const { issuer, requestedScope: scope } = pending
    options.onEvent({ type: 'authorization_url', url, serverUrl, issuer, scope })
    // Not awaited: a browser may run as long as the person needs.
    showInBrowser(url, options)
    const callback = await waitForBrowser(redirect, options)
    // How long that may take was decided above.
    const tokens = await finish(pending, callback, { ...options, lifetime: Number.POSITIVE_INFINITY })
    await keepTokens(serverUrl, tokens, options)
    await redirect.finish('signed_in').catch(() => undefined)
    return tokens
  } catch (error) {
    await redirect.finish(outcome(error)).catch(() => undefined)
    throw error
  } finally {
    // Whatever becomes of the page and its server, the outcome stands.
    await redirect.close().catch(() => undefined)
  }
}

async function showInBrowser(url: URL, { openBrowser, onEvent }: AuthorizeOptions): Promise<void> {
  try {
    await openBrowser?.(url)
  } catch (error) {
    onEvent?.({ type: 'browser_failed', error })
  }
}

async function waitForBrowser(redirect: Redirect, options: AuthorizeOptions): Promise<URL> {
  const { timeout = defaultTimeout, onEvent, signal } = options
  onEvent?.({ type: 'wait_start', redirectUri: redirect.redirectUri, timeout })
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    const message = `Nobody finished the sign-in in the browser within ${timeout / 1000} s. Start again.`
    // A timer holds no more, and would fire at once.
    if (timeout < 2 ** 31) timer = setTimeout(() => reject(new AuthorizationError('timed_out', message)), timeout)
  })
  try {
    const callback = await untilAborted(Promise.race([redirect.response, late]), signal)
    onEvent?.({ type: 'callback_received' })
    return callback
  } finally {
    clearTimeout(timer)
    onEvent?.({ type: 'wait_end' })
  }
}

function outcome(error: unknown): Exclude<Outcome, string> {
  const message = error instanceof Error ? error.message : String(error)
  const code = error instanceof AuthorizationError ? error.code : undefined
  if (code === 'access_denied') return { error: 'denied', message }
  return { error: code === 'timed_out' ? 'expired' : 'failed', message }
}
