import { displayUrl } from '@fast-agent-auth/discovery/untrusted'
import type { SignOut } from '@fast-agent-auth/flow'
import { hasCode } from '../errors/cli-error.ts'
import type { StoredSignIn } from '../stores/select-sign-ins.ts'
import { printable } from '../terminal/printable.ts'
import { problemOf } from '../terminal/problem-of.ts'
import { isoTime, relativeTime } from '../terminal/words.ts'

/** A sign-in, and the outcome of clearing it. */
export interface Cleared {
  readonly signIn: StoredSignIn
  readonly outcome: SignOut | 'damaged'
}

/** A sentence about the outcome. */
export function describeOutcome(outcome: SignOut | 'damaged', now: number, issuer: string | undefined): string {
  if (outcome === 'damaged')
    return 'deleted. The record was damaged, or for another server, so nothing could be revoked.'
  const { deleted, revoked, error, accessTokenExpiresAt: until } = outcome
  if (!deleted) return 'already gone.'
  if (revoked) {
    const rest = until && ` The access token may work until it expires, ${relativeTime(until, now)}.`
    return `revoked and deleted.${rest ?? ''}`
  }
  const party = issuer === undefined ? 'the server' : printable(displayUrl(issuer))
  const rest = 'Its tokens stay valid there until they expire.'
  if (error === undefined) return `deleted. ${party} offers no revocation. ${rest}`
  if (hasCode(error, 'unreachable')) return `deleted here, but ${party} could not be reached. ${rest}`
  return `deleted. ${printable(problemOf(error))} ${rest}`
}

/** A cleared sign-in as JSON, for programs. */
export function clearedJson({ signIn, outcome }: Cleared, now: number): Readonly<Record<string, unknown>> {
  const { serverKey, serverUrl, account, issuer, kind } = signIn
  const revoked = outcome !== 'damaged' && outcome.revoked
  const message = outcome === 'damaged' || revoked ? undefined : describeOutcome(outcome, now, issuer)
  const accessTokenExpiresAt = outcome === 'damaged' ? undefined : isoTime(outcome.accessTokenExpiresAt)
  return { serverUrl, serverKey, account, issuer, store: kind, revoked, accessTokenExpiresAt, message }
}
