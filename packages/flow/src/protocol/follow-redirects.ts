import { isWithinOrigin, redirectLocation } from '@fast-agent-auth/discovery/untrusted'

const hopLimit = 2

/**
 * Sends a request, and sends it again unchanged where a 307 or 308 redirects it within its origin, at most twice: both
 * statuses say that nothing was done with it (RFC 9110 §15.4.8, §15.4.9). Any other redirect is the response.
 */
export async function followRedirects(
  url: string,
  init: RequestInit,
  fetch: typeof globalThis.fetch,
): Promise<Response> {
  let at = url
  for (let hops = 0; ; hops++) {
    const response = await fetch(at, { ...init, redirect: 'manual' })
    const next = hops < hopLimit ? nextUrl(response, at) : undefined
    if (next === undefined) return response
    await response.body?.cancel()
    at = next
  }
}

function nextUrl(response: Response, url: string): string | undefined {
  if (response.status !== 307 && response.status !== 308) return undefined
  const next = redirectLocation(response, url)
  return next && isWithinOrigin(next, new URL(url).origin) ? next.href : undefined
}
