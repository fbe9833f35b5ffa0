/** Proxies that let nobody through who has not logged in, and by what their answers are known. */
const proxies: readonly { readonly name: string; readonly headers: RegExp; readonly location: RegExp }[] = [
  {
    name: 'Cloudflare Access',
    headers: /^cf-access-/,
    location: /^https:\/\/[^/]+\.cloudflareaccess\.com\/|^[^?]*\/cdn-cgi\/access\//,
  },
  {
    name: 'Google Identity-Aware Proxy',
    headers: /^x-goog-iap-/,
    location: /^https:\/\/(accounts\.google\.com|iap\.googleapis\.com)\//,
  },
]

/** A page elsewhere to which people are sent to log in. */
const loginPlace =
  /\/(log-?_?in|sign-?_?in|sso|saml2?|oauth2?|authorize|openid-connect)\b|[?&](client_id|SAMLRequest)=/i

/**
 * The proxy that answered in place of the server of `url`, since it wants a login in a browser first; `undefined` where the
 * answer is not known for one. A challenge of the server itself is the server's own word.
 */
export function loginProxy({ status, headers }: Pick<Response, 'status' | 'headers'>, url: string): string | undefined {
  const isRedirect = status >= 300 && status < 400
  if (!isRedirect && status !== 401 && status !== 403) return undefined
  if (/^\s*Cloudflare-Access\b/i.test(headers.get('www-authenticate') ?? '')) return 'Cloudflare Access'
  const given = isRedirect ? (headers.get('location') ?? '') : ''
  const location = URL.canParse(given, url) ? new URL(given, url).href : ''
  const known = proxies.find(
    (proxy) => [...headers.keys()].some((name) => proxy.headers.test(name)) || proxy.location.test(location),
  )
  if (known) return known.name
  if (location === '' || new URL(location).origin === new URL(url).origin || !loginPlace.test(location))
    return undefined
  return `at ${new URL(location).host}`
}

/** Whether a page is one at which people log in, or that of such a proxy. */
export function loginPage(html: string): boolean {
  return /cloudflareaccess\.com|\/cdn-cgi\/access\/|type=["']?password|<title>[^<]*\b(log|sign) ?[io]n\b/i.test(html)
}
