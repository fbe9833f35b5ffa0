import { createHash, timingSafeEqual } from 'node:crypto'
import type { StrayResponse } from './callback-event.ts'
import { hostHeaders, type LoopbackHost, redirectUriOf } from './redirect-uri.ts'

/** What a callback request is judged by. */
export interface CallbackRequest {
  readonly method: string | undefined
  /** The request target, as it was sent. */
  readonly target: string
  /** Every `Host` header. */
  readonly hosts: readonly string[]
  /** The port that the request came to. */
  readonly port: number
}

export interface Expected {
  readonly host: LoopbackHost
  readonly path: string
  readonly state: string
}

export type Verdict =
  | { readonly kind: 'ours'; readonly url: URL }
  | { readonly kind: 'stray'; readonly reason: StrayResponse['reason']; readonly hasError: boolean }
  | { readonly kind: 'refused'; readonly status: 400 | 404 | 405 | 414; readonly text: string }

const maxTargetLength = 16 * 1024

/** Tells the answer that we wait for from everything else. */
export function judge(request: CallbackRequest, { host, path, state }: Expected): Verdict {
  const { target, port } = request
  const named = request.hosts.length === 1 ? request.hosts[0]?.toLowerCase() : undefined
  if (named === undefined || !hostHeaders(host, port).includes(named)) return refused(400, 'Wrong Host header.')
  if (!target.startsWith('/') || target.includes('#')) return refused(400, 'Wrong request target.')
  if (target.length > maxTargetLength) return refused(414, 'The address is too long.')
  const queryStart = target.indexOf('?')
  const targetPath = queryStart < 0 ? target : target.slice(0, queryStart)
  // Byte for byte: "/callback/../x", "//callback" and "/callback%2f" are other paths.
  if (targetPath !== path) return refused(404, 'Not found.')
  if (request.method !== 'GET') return refused(405, 'Only GET is answered here.')
  return judgeState(new URL(redirectUriOf(host, port, target)), state)
}

function judgeState(url: URL, state: string): Verdict {
  const states = url.searchParams.getAll('state')
  const hasError = url.searchParams.has('error')
  const [sent] = states
  if (sent === undefined || sent === '') return { kind: 'stray', reason: 'no_state', hasError }
  if (states.length > 1) return { kind: 'stray', reason: 'repeated_state', hasError }
  if (!equals(sent, state)) return { kind: 'stray', reason: 'wrong_state', hasError }
  return { kind: 'ours', url }
}

/** In constant time: digests have one length, whatever was sent. */
function equals(left: string, right: string): boolean {
  return timingSafeEqual(digest(left), digest(right))
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

function refused(status: 400 | 404 | 405 | 414, text: string): Verdict {
  return { kind: 'refused', status, text }
}
