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

function nextUrl({ status, headers }: Response, url: string): string | undefined {
  const location = headers.get('location')
  if ((status !== 307 && status !== 308) || location === null || !URL.canParse(location, url)) return undefined
  const next = new URL(location, url)
  // Origins are not enough: they leave out a user name, and equal that of a `blob:` URL.
  return next.href.startsWith(`${new URL(url).origin}/`) ? next.href : undefined
}
