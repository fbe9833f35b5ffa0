import {
  displayUrl,
  isWithinOrigin,
  quoteUntrusted,
  redirectLimit,
  redirectLocation,
  tellOperator,
} from '@fast-agent-auth/discovery/untrusted'
import { AuthorizationError } from '@fast-agent-auth/flow'

/** Sends a request to its own URL, or to the one to which a redirect led. */
export type Send = (movedTo?: { readonly url: string; readonly asGet: boolean }) => Promise<Response>

/** A response, after the redirects that were followed. */
export interface FollowedResponse {
  readonly response: Response
  /** Whether a redirect made a GET of the request (301, 302, 303). */
  readonly asGet: boolean
}

/** Follows redirects within the origin of `url`, five at most. Any other redirect is the response. */
export async function sendWithinOrigin(
  send: Send,
  url: URL,
  { replayable }: { readonly replayable: boolean },
): Promise<FollowedResponse> {
  let response = await send()
  let current = url.href
  let asGet = false
  for (let hops = 0; hops < redirectLimit; hops++) {
    const location = redirectLocation(response, current)
    if (!location || !isWithinOrigin(location, url.origin)) return { response, asGet }
    // As `fetch` does: only 307 and 308 keep the method, and with it the body.
    asGet ||= response.status < 307
    if (!asGet && !replayable) return { response, asGet }
    await response.body?.cancel()
    current = location.href
    response = await send({ url: current, asGet })
  }
  return { response, asGet }
}

/** Whether a response redirects to another origin. A browser shows no redirect. */
export function redirectsElsewhere(response: Response, origin: string): boolean {
  const location = redirectLocation(response, origin)
  return location !== undefined && location.origin !== origin
}

/**
 * The error `insecure_url` for a redirect that was not followed, since the request may hold data for the server only;
 * `undefined` for any other response.
 */
export function redirectError(response: Response, serverUrl: string): AuthorizationError | undefined {
  const location = redirectLocation(response, serverUrl)
  // A browser shows that there is a redirect, but not where to.
  if (location === undefined && response.type !== 'opaqueredirect') return undefined
  if (location?.origin === new URL(serverUrl).origin && location.username === '') {
    const message = `${displayUrl(serverUrl)} redirects a request more than ${redirectLimit} times, or one whose body can be sent once only. ${tellOperator.next}`
    return new AuthorizationError('insecure_url', message)
  }
  const target = location ? ` to ${quoteUntrusted(`${location.protocol}//${location.host}`)}` : ''
  const message = `${displayUrl(serverUrl)} redirects a request${target}. The request is not sent there, since it is for that server only. If the server has moved, use its new URL.`
  return new AuthorizationError('insecure_url', message)
}
