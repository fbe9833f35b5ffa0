import { quoteUntrusted } from './quote-untrusted.ts'
import { discard } from './read-body.ts'

/** The number of redirects after which an answer is taken as it is. */
export const redirectLimit = 5

/** The URL to which a response redirects; `undefined` where it does not, or where its `Location` is no URL. */
export function redirectLocation(
  { status, headers }: Pick<Response, 'status' | 'headers'>,
  base: string | URL,
): URL | undefined {
  const isRedirect = status >= 300 && status < 400 && status !== 304
  const location = isRedirect ? headers.get('location') : null
  return location !== null && URL.canParse(location, base) ? new URL(location, base) : undefined
}

/** Whether a URL is one of an origin. The whole text is compared: `URL.origin` would ignore a user name. */
export function isWithinOrigin({ href }: URL, origin: string): boolean {
  return href.startsWith(`${origin}/`)
}

/** Sends a request, and sends it again where it is redirected within its origin. Any other redirect is the answer. */
export async function followWithinOrigin(
  fetch: typeof globalThis.fetch,
  url: string,
  init: RequestInit,
): Promise<Response> {
  const { origin } = new URL(url)
  let current = url
  for (let hops = 0; ; hops++) {
    const response = await fetch(current, { ...init, redirect: 'manual' })
    const location = redirectLocation(response, current)
    if (!location || !isWithinOrigin(location, origin) || hops === redirectLimit) return response
    await discard(response)
    current = location.href
  }
}

/** The reason why the redirect in an answer of `url` was not followed; `undefined` where the answer is no redirect. */
export function redirectReason(response: Response, url: string): string | undefined {
  const location = redirectLocation(response, url)
  if (!location) return undefined
  if (isWithinOrigin(location, new URL(url).origin)) return `redirects more than ${redirectLimit} times`
  const { protocol, host } = location
  return `redirects to ${quoteUntrusted(host === '' ? protocol : `${protocol}//${host}`)} and is not followed`
}
