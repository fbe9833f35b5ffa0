import { displayUrl, quoteUntrusted, tellOperator } from '@fast-agent-auth/discovery/untrusted'
import { AuthorizationError } from '@fast-agent-auth/flow'

const redirectLimit = 5

const redirects = new Set([301, 302, 303, 307, 308])

/** What is sent to a URL; the second time to where the server moved it. */
export type Send = (movedTo?: { readonly url: string; readonly asGet: boolean }) => Promise<Response>

export interface Answered {
  readonly response: Response
  /** Whether a redirect was followed that makes a GET of the request (302, 303). */
  readonly asGet: boolean
}

/** Follows redirects within an origin. Any other is the answer. */
export async function sendWithinOrigin(
  send: Send,
  url: URL,
  { replayable }: { readonly replayable: boolean },
): Promise<Answered> {
  let response = await send()
  let asked = url.href
  let asGet = false
  for (let hops = 0; hops < redirectLimit; hops++) {
    const location = locationOf(response, asked)
    // Not the `origin` of the two: a user name would be passed over.
    if (!location?.href.startsWith(`${url.origin}/`)) return { response, asGet }
    // As fetch does: only 307 and 308 keep the method, and with it the body.
    asGet ||= response.status < 307
    if (!asGet && !replayable) return { response, asGet }
    await response.body?.cancel()
    asked = location.href
    response = await send({ url: asked, asGet })
  }
  return { response, asGet }
}

/** Whether a response is a redirect to another origin. In a browser no redirect can be seen. */
export function leadsElsewhere(response: Response, origin: string): boolean {
  const location = locationOf(response, origin)
  return location !== undefined && location.origin !== origin
}

/** The error for a redirect that was not followed: the request could hold what is for the server alone. */
export function redirectError(response: Response, serverUrl: string): AuthorizationError | undefined {
  const location = locationOf(response, serverUrl)
  // Browsers do not tell where to.
  if (location === undefined && response.type !== 'opaqueredirect') return undefined
  if (location?.origin === new URL(serverUrl).origin && location.username === '') {
    const message = `${displayUrl(serverUrl)} redirects a request more than ${redirectLimit} times, or one whose body can be sent once only. ${tellOperator.next}`
    return new AuthorizationError('insecure_url', message)
  }
  const where = location ? ` to ${quoteUntrusted(`${location.protocol}//${location.host}`)}` : ''
  const message = `${displayUrl(serverUrl)} redirects a request${where}, where it is not sent: it is for that server alone. If it has moved, use its new URL.`
  return new AuthorizationError('insecure_url', message)
}

function locationOf({ status, headers }: Response, base: string): URL | undefined {
  const location = redirects.has(status) ? headers.get('location') : null
  return location !== null && URL.canParse(location, base) ? new URL(location, base) : undefined
}
