import { tell } from '@fast-agent-auth/discovery'
import { AuthorizationError } from '../authorization-error.ts'
import type { FlowEvent } from '../events.ts'
import type { Redirect } from '../redirect.ts'
import { untilAborted } from '../until-aborted.ts'

/** In ms. */
export const defaultTimeout: number = 300_000

export interface WaitForBrowserOptions {
  /** In ms. */
  readonly timeout?: number | undefined
  /** Whether the process stays alive meanwhile. Default: true. */
  readonly keepsAlive?: boolean | undefined
  readonly onEvent?: ((event: FlowEvent) => void) | undefined
  readonly signal?: AbortSignal | undefined
}

/**
 * The answer that the browser brings back.
 *
 * @throws AuthorizationError `timed_out`; the reason of the listener or of the signal
 */
export async function waitForBrowser(
  serverUrl: string,
  redirect: Redirect,
  options: WaitForBrowserOptions,
): Promise<URL> {
  const { timeout = defaultTimeout, keepsAlive = true, onEvent, signal } = options
  const { redirectUri } = redirect
  tell(onEvent, { type: 'waiting', for: 'browser', serverUrl, redirectUri, timeout })
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    const problem = `Nobody finished the sign-in in the browser within ${timeout / 1000} s. If it showed an error instead of a question, the authorization server may not know the client or its redirect URI ${redirectUri}.`
    const next =
      'Sign in again with login({ registerAnew: true }), which registers a new client where clients register themselves.'
    const tooLate = (): AuthorizationError =>
      new AuthorizationError('timed_out', problem, { next, details: { timeout } })
    // A timer holds no more, and would fire at once.
    if (timeout < 2 ** 31) timer = setTimeout(() => reject(tooLate()), timeout)
    // A number in browsers.
    if (!keepsAlive && typeof timer === 'object') timer.unref()
  })
  try {
    return await untilAborted(Promise.race([redirect.response, late]), signal)
  } finally {
    clearTimeout(timer)
    tell(onEvent, { type: 'waiting_ended', serverUrl })
  }
}
