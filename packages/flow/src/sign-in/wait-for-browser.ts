import { tell } from '@fast-agent-auth/discovery/untrusted'
import { AuthorizationError, type AuthorizationErrorOptions } from '../authorization-error.ts'
import type { FlowEvent } from '../events.ts'
import type { IgnoredAnswer, Redirect } from '../redirect.ts'
import { type ClientOptions, isPreRegistered } from '../registration/client-options.ts'
import { untilAborted } from '../until-aborted.ts'

/** The default for `timeout`, in ms. */
export const defaultTimeout: number = 300_000

export interface WaitForBrowserOptions {
  /** How long to wait, in ms. Default: 300 000. */
  readonly timeout?: number | undefined
  /** Milliseconds since 1970. Default: `Date.now`. */
  readonly now?: (() => number) | undefined
  /** Whether the wait keeps the process alive. Default: true. */
  readonly keepsAlive?: boolean | undefined
  /** The client in the options. */
  readonly client?: ClientOptions | undefined
  readonly onEvent?: ((event: FlowEvent) => void) | undefined
  readonly signal?: AbortSignal | undefined
}

const ignoredFor: Readonly<Record<IgnoredAnswer, string>> = {
  no_state: 'without the state that was sent (RFC 6749 §4.1.2)',
  wrong_state: 'with another state than the one that was sent (RFC 6749 §4.1.2)',
  repeated_state: 'with more than one state (RFC 6749 §3.1)',
  wrong_path: 'to another path than that of the redirect URI',
  posted: 'by POST, without the state that was sent in its address (RFC 6749 §4.1.2)',
}

/**
 * Waits for the response that the browser brings.
 *
 * @throws AuthorizationError `timed_out`; errors of the listener; the signal's reason
 */
export async function waitForBrowser(
  serverUrl: string,
  redirect: Redirect,
  options: WaitForBrowserOptions,
): Promise<URL> {
  const { timeout = defaultTimeout, keepsAlive = true, now = Date.now, onEvent, signal } = options
  tell(onEvent, { type: 'waiting', for: 'browser', serverUrl, until: now() + timeout })
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    const tooLate = (): AuthorizationError => {
      const problem = `Nobody finished the sign-in in the browser within ${timeout / 1000} s. ${reason(redirect)}`
      const { next, details } = nextStep(redirect, options)
      return new AuthorizationError('timed_out', problem, { next, details: { ...details, timeout } })
    }
    // A timer with a longer delay would end at once.
    if (timeout < 2 ** 31) timer = setTimeout(() => reject(tooLate()), timeout)
    // In a browser, a timer is a number.
    if (!keepsAlive && typeof timer === 'object') timer.unref()
  })
  try {
    return await untilAborted(Promise.race([redirect.response, late]), signal)
  } finally {
    clearTimeout(timer)
    tell(onEvent, { type: 'waiting_ended', serverUrl })
  }
}

/** The next step after a timeout. A response that was ignored shows that the server knows the client. */
function nextStep(
  { redirectUri, ignored }: Redirect,
  { client }: WaitForBrowserOptions,
): Pick<AuthorizationErrorOptions, 'next' | 'details'> {
  if (ignored?.() !== undefined) return { details: { mayBeForgotten: false } }
  if (isPreRegistered(client)) {
    const next = `Check the option client.id, and that ${redirectUri} is registered there.`
    return { next, details: { option: 'client.id', redirectUri, mayBeForgotten: false } }
  }
  const next =
    'Sign in again with login({ registerAnew: true }), which registers a new client where clients register themselves.'
  return { next }
}

/** The likely reason for a timeout. */
function reason({ redirectUri, ignored }: Redirect): string {
  const ignoredAs = ignored?.()
  if (ignoredAs === undefined)
    return `If it showed an error instead of a question, the authorization server may not know the client or its redirect URI ${redirectUri}.`
  const trouble = ignoredFor[ignoredAs]
  return `An answer came ${trouble}, and was ignored, whatever the options. If it came from the authorization server, tell its operator: the redirect URI is ${redirectUri}.`
}
