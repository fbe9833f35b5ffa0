import { displayUrl, parseObject } from '@fast-agent-auth/discovery/untrusted'
import type { TokenStore } from '@fast-agent-auth/token-store'
import { AuthorizationError } from '../authorization-error.ts'

const firstPause = 600_000
const longestPause = 86_400_000

/** How many authorization servers one MCP server may send a person to while its windows rest. */
const issuerLimit = 3

/**
 * The time until which requests open no window at a server, since it refused the tokens of a sign-in as soon as it had
 * ended. A person who asks for a sign-in is never held up. In ms, as all times here.
 */
export interface WindowPause {
  readonly at: number
  readonly pause: number
  /** The authorization servers whose tokens were refused: another one may be where the MCP server has moved. */
  readonly issuers: readonly string[]
}

/** The pause in a text. Whoever can write to the store makes it no longer than it may be. */
export function parseWindowPause(text: string | undefined): WindowPause | undefined {
  const { version, at, pause, issuers } = (text === undefined ? undefined : parseObject(text)) ?? {}
  const whole = version === 1 && typeof at === 'number' && typeof pause === 'number' && Array.isArray(issuers)
  return whole
    ? { at, pause: Math.min(pause, longestPause), issuers: issuers.filter((issuer) => typeof issuer === 'string') }
    : undefined
}

/** The pause after one more sign-in whose tokens were refused: twice as long as one that has hardly ended. */
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
  const message = `${displayUrl(serverUrl)} refused the tokens of the last sign-in at once, so no request asks a person again for another ${minutes} min. Sign in yourself to try now; if that ends in the same way, tell its operator.`
  throw new AuthorizationError('login_required', message, { retryAfter: paused.at + paused.pause - now })
}

export function windowPauseKey(serverKey: string): string {
  return `sign-in:${serverKey}`
}

/** How long the note may wait for its turn, in ms: a person may be signing in. */
const turnLimit = 1000

/** Notes that the tokens of a new sign-in were refused. Never fails: the refusal itself is what counts. */
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

/** Lets requests ask a person again: they have signed out. Never fails. */
export async function forgetWindowPause(store: TokenStore, serverKey: string): Promise<void> {
  const key = windowPauseKey(serverKey)
  const isNoted = (await store.get(key).catch(() => undefined)) !== undefined
  const gone = async (): Promise<undefined> => undefined
  if (isNoted) await store.update(key, gone, { signal: AbortSignal.timeout(turnLimit) }).catch(() => undefined)
}
