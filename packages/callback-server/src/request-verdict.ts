import { answerLimit } from './answer-limit.ts'
import { hostHeaders, type LoopbackHost, redirectUriOf } from './redirect-uri.ts'
import { refuseState, type StateRefusal } from './state-verdict.ts'

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

/** `elsewhere`: another path. `stray`: an answer that cannot be tied to this sign-in. */
export type Verdict =
  | { readonly kind: 'ours'; readonly url: URL }
  | { readonly kind: 'stray'; readonly reason: StateRefusal; readonly hasError: boolean }
  | { readonly kind: 'elsewhere' }
  | { readonly kind: 'refused'; readonly status: 400 | 404 | 405 | 414; readonly text: string }

/** Tells the answer that we wait for from everything else. */
export function judge(request: CallbackRequest, { host, path, state }: Expected): Verdict {
  const { target, port } = request
  const named = request.hosts.length === 1 ? request.hosts[0]?.toLowerCase() : undefined
  if (named === undefined || !hostHeaders(host, port).includes(named)) return refused(400, 'Wrong Host header.')
  // Control characters are dropped where a URL is parsed, and would make one state of two.
  if (!target.startsWith('/') || /[#\p{Cc}]/u.test(target)) return refused(400, 'Wrong request target.')
  if (target.length > answerLimit) return refused(414, 'The address is too long.')
  const queryStart = target.indexOf('?')
  const targetPath = queryStart < 0 ? target : target.slice(0, queryStart)
  // Byte for byte: "/callback/../x", "//callback" and "/callback%2f" are other paths.
  if (targetPath !== path) return request.method === 'GET' ? { kind: 'elsewhere' } : refused(404, 'Not found.')
  if (request.method !== 'GET') return refused(405, 'Only GET is answered here.')
  return judgeState(new URL(redirectUriOf(host, port, target)), state)
}

function judgeState(url: URL, state: string): Verdict {
  const reason = refuseState(url.searchParams, state)
  if (reason === undefined) return { kind: 'ours', url }
  return { kind: 'stray', reason, hasError: url.searchParams.has('error') }
}

function refused(status: 400 | 404 | 405 | 414, text: string): Verdict {
  return { kind: 'refused', status, text }
}
