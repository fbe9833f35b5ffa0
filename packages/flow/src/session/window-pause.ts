import { displayUrl, parseObject } from '@fast-agent-auth/discovery/untrusted'
import type { TokenStore } from '@fast-agent-auth/token-store'
import { AuthorizationError } from '../authorization-error.ts'

const firstPause = 600_000
const longestPause = 86_400_000

/** How many authorization servers one MCP server may send a person to during a pause. */
const issuerLimit = 3

/**
 * A pause in which requests open no browser window for a server, since the server refused the tokens of a sign-in that
 * had just ended. A person who asks for a sign-in need not wait. Times are in ms.
 */
export interface WindowPause {
  readonly at: number
  readonly pause: number
  /**
   * The authorization servers whose tokens were refused. Another one may be asked, since the MCP server may have moved
   * to it.
   */
  readonly issuers: readonly string[]
}

/** The pause in a text. It is never longer than the limit, whatever another program has written to the store. */
export function parseWindowPause(text: string | undefined): WindowPause | undefined {
  const { version, at, pause, issuers } = (text === undefined ? undefined : parseObject(text)) ?? {}
  const whole = version === 1 && typeof at === 'number' && typeof pause === 'number' && Array.isArray(issuers)
  return whole
    ? { at, pause: Math.min(pause, longestPause), issuers: issuers.filter((issuer) => typeof issuer === 'string') }
    : undefined
}

/**
 * The pause after one more sign-in whose tokens were refused: twice as long as the last one, if that has ended only
 * lately.
 */
export function nextWindowPause(before: WindowPause | undefined, issuer: string, now: number): WindowPause {
  const isRecent = before !== undefined && before.at <= now && now < before.at + 2 * before.pause
  if (!isRecent) return { at: now, pause: firstPause, issuers: [issuer] }
  const { pause, issuers } = before
  // Many requests are refused with the same tokens.
  if (issuers.includes(issuer) && isPaused(before, now)) return before
  return { at: now, pause: Math.min(2 * pause, longestPause), issuers: [...new Set([...issuers, issuer])] }
}

function isPaused({ at, pause }: WindowPause, now: number): boolean {
  return at <= now && now < at + pause
}

/** @throws AuthorizationError `login_required` where a request may not ask a person now */
export function assertWindowAllowed(
  serverUrl: string,
  paused: WindowPause | undefined,
  { issuer, now }: { readonly issuer: string; readonly now: number },
): void {
  if (!paused || !isPaused(paused, now)) return
  if (!paused.issuers.includes(issuer) && paused.issuers.length < issuerLimit) return
  const minutes = Math.ceil((paused.at + paused.pause - now) / 60_000)
  const message = `${displayUrl(serverUrl)} refused the tokens of the last sign-in at once, so no request asks a person again for another ${minutes} min. Sign in yourself to try now; if that fails in the same way, tell its operator.`
  throw new AuthorizationError('login_required', message, { retryAfter: paused.at + paused.pause - now })
}

export function windowPauseKey(serverKey: string): string {
  return `sign-in:${serverKey}`
}

/** How long the note may wait for its turn, in ms: a person may be signing in. */
const turnLimit = 1000

/** Notes that the tokens of a new sign-in were refused. Never fails, since the refusal itself is what counts. */
export async function noteRefusedSignIn(
  store: TokenStore,
  { serverKey, issuer, now }: { readonly serverKey: string; readonly issuer: string; readonly now: number },
): Promise<void> {
  const note = async (text: string | undefined): Promise<string | undefined> => {
    const before = parseWindowPause(text)
    const next = nextWindowPause(before, issuer, now)
    return next === before ? text : JSON.stringify({ version: 1, ...next })
  }
  await store.update(windowPauseKey(serverKey), note, { signal: AbortSignal.timeout(turnLimit) }).catch(() => undefined)
}

/** Lets requests ask a person again, since the person has signed out. Never fails. */
export async function forgetWindowPause(store: TokenStore, serverKey: string): Promise<void> {
  const key = windowPauseKey(serverKey)
  const isNoted = (await store.get(key).catch(() => undefined)) !== undefined
  const gone = async (): Promise<undefined> => undefined
  if (isNoted) await store.update(key, gone, { signal: AbortSignal.timeout(turnLimit) }).catch(() => undefined)
}
