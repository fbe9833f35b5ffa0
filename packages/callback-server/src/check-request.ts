import { checkState, maxResponseLength, type StateRefusal } from './check-state.ts'
import { hostHeaders, type LoopbackHost, redirectUriOf } from './redirect-uri.ts'

/** `posted`: by POST, without a state in the address. What its body holds is not read. */
export type StrayReason = StateRefusal | 'posted'

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

export interface ExpectedRequest {
  readonly host: LoopbackHost
  readonly path: string
  readonly state: string
}

/** `elsewhere`: another path. `stray`: an answer that cannot be tied to this sign-in. */
export type RequestCheck =
  | { readonly kind: 'ours'; readonly url: URL }
  | { readonly kind: 'stray'; readonly reason: StrayReason; readonly hasError: boolean }
  | { readonly kind: 'elsewhere' }
  | { readonly kind: 'refused'; readonly status: 400 | 404 | 405 | 414; readonly text: string }

/** Tells the answer that we wait for from everything else. */
export function checkRequest(request: CallbackRequest, { host, path, state }: ExpectedRequest): RequestCheck {
  const { target, port } = request
  const named = request.hosts.length === 1 ? request.hosts[0]?.toLowerCase() : undefined
  if (named === undefined || !hostHeaders(host, port).includes(named)) return refused(400, 'Wrong Host header.')
  // Control characters are dropped where a URL is parsed, and would make one state of two.
  if (!target.startsWith('/') || /[#\p{Cc}]/u.test(target)) return refused(400, 'Wrong request target.')
  if (target.length > maxResponseLength) return refused(414, 'The address is too long.')
  const queryStart = target.indexOf('?')
  const targetPath = queryStart < 0 ? target : target.slice(0, queryStart)
  // Byte for byte: "/callback/../x", "//callback" and "/callback%2f" are other paths.
  if (targetPath !== path) return request.method === 'GET' ? { kind: 'elsewhere' } : refused(404, 'Not found.')
  // A 307 after a form that was posted repeats the POST: the state in its address is the proof.
  const isPost = request.method === 'POST'
  if (request.method !== 'GET' && !isPost) return refused(405, 'Only GET and POST are answered here.')
  const url = new URL(redirectUriOf(host, port, target))
  const reason = checkState(url.searchParams, state)
  if (reason === undefined) return { kind: 'ours', url }
  const hasError = url.searchParams.has('error')
  return { kind: 'stray', reason: isPost && reason === 'no_state' ? 'posted' : reason, hasError }
}

function refused(status: 400 | 404 | 405 | 414, text: string): RequestCheck {
  return { kind: 'refused', status, text }
}
