import { displayUrl } from '@fast-agent-auth/discovery/untrusted'
import type { AuthEvent } from 'fast-agent-auth'
import { isoTime } from '../terminal/words.ts'

/** An event for programs: every time is ISO 8601, and the query of a server's URL, which may hold a key, has no values. */
export function jsonEvent(event: AuthEvent): object {
  return {
    ...event,
    ...('serverUrl' in event && { serverUrl: displayUrl(event.serverUrl) }),
    ...('expiresAt' in event && { expiresAt: isoTime(event.expiresAt) }),
    ...('until' in event && { until: isoTime(event.until) }),
  }
}
