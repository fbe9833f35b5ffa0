import { partsOf } from '@fast-agent-auth/discovery/untrusted'
import { AuthorizationError } from '../authorization-error.ts'
import type { Outcome } from '../redirect.ts'
import { describeRefusal } from './authorization-response.ts'

/**
 * The outcome of a failed sign-in for the page in the browser. It leaves out the next step, which is for the developer.
 */
export function failedOutcome(error: unknown, issuer: string): Exclude<Outcome, string> {
  if (!(error instanceof AuthorizationError)) return { error: 'failed', message: problemOf(error) }
  const { code, quote } = error
  // The page shows the quote of the server below the message.
  const message = quote ? `${describeRefusal(code, issuer)}.` : problemOf(error)
  if (code === 'access_denied') return { error: 'denied', message, quote }
  return { error: code === 'timed_out' ? 'expired' : 'failed', message, quote }
}

function problemOf(error: unknown): string {
  return error instanceof Error ? partsOf(error).problem : String(error)
}
