import { checkState, maxResponseLength, type StateRefusal } from './check-state.ts'
import { hostHeaders, type LoopbackHost, redirectUriOf } from './redirect-uri.ts'

/** `posted`: a POST whose address has no state. Its body is not read. */
export type StrayReason = StateRefusal | 'posted'

/** The parts of a callback request that are checked. */
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

/** The result of a check. `elsewhere`: another path. `stray`: an authorization response not tied to this sign-in. */
export type RequestCheck =
  | { readonly kind: 'ours'; readonly url: URL }
  | { readonly kind: 'stray'; readonly reason: StrayReason; readonly hasError: boolean }
  | { readonly kind: 'elsewhere' }
  | { readonly kind: 'refused'; readonly status: 400 | 404 | 405 | 414; readonly text: string }

/** Distinguishes the awaited authorization response from every other request. */
export function checkRequest(request: CallbackRequest, { host, path, state }: ExpectedRequest): RequestCheck {
  const { target, port } = request
  const named = request.hosts.length === 1 ? request.hosts[0]?.toLowerCase() : undefined
  if (named === undefined || !hostHeaders(host, port).includes(named)) return refused(400, 'Wrong Host header.')
  // URL parsing drops control characters, so two different states would become equal.
  if (!target.startsWith('/') || /[#\p{Cc}]/u.test(target)) return refused(400, 'Wrong request target.')
  if (target.length > maxResponseLength) return refused(414, 'The address is too long.')
  const queryStart = target.indexOf('?')
  const targetPath = queryStart < 0 ? target : target.slice(0, queryStart)
  // Paths are compared byte for byte: "/callback/../x", "//callback" and "/callback%2f" are other paths.
  if (targetPath !== path) return request.method === 'GET' ? { kind: 'elsewhere' } : refused(404, 'Not found.')
  // A 307 redirect after a posted form makes the browser POST here, with the state in the address.
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
