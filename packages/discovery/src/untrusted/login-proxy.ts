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

type Answered = Pick<Response, 'status' | 'headers'>

/**
 * The proxy that answered in place of the server of `url`, since it wants a login in a browser first; `undefined` where the
 * answer is not known for one. A challenge of the server itself is the server's own word.
 */
export function loginProxy(answer: Answered, url: string): string | undefined {
  const known = knownLoginProxy(answer, url)
  const location = locationOf(answer, url)
  if (known !== undefined || location === undefined) return known
  // A place of metadata is no page.
  const isPage = !location.pathname.startsWith('/.well-known/') && loginPlace.test(location.href)
  return isPage && location.origin !== new URL(url).origin ? `at ${location.host}` : undefined
}

/** As `loginProxy`, of a product that is known by its answers: any other redirect may be the server's own. */
export function knownLoginProxy(answer: Answered, url: string): string | undefined {
  const { status, headers } = answer
  if (!isRedirect(answer) && status !== 401 && status !== 403) return undefined
  if (/^\s*Cloudflare-Access\b/i.test(headers.get('www-authenticate') ?? '')) return 'Cloudflare Access'
  const location = locationOf(answer, url)?.href ?? ''
  const names = [...headers.keys()]
  return proxies.find((proxy) => names.some((name) => proxy.headers.test(name)) || proxy.location.test(location))?.name
}

function isRedirect({ status }: Answered): boolean {
  return status >= 300 && status < 400
}

function locationOf(answer: Answered, url: string): URL | undefined {
  const location = isRedirect(answer) ? (answer.headers.get('location') ?? '') : ''
  return location !== '' && URL.canParse(location, url) ? new URL(location, url) : undefined
}

/** Whether a page is one at which people log in, or that of such a proxy. */
export function loginPage(html: string): boolean {
  return /cloudflareaccess\.com|\/cdn-cgi\/access\/|type=["']?password|<title>[^<]*\b(log|sign) ?[io]n\b/i.test(html)
}
