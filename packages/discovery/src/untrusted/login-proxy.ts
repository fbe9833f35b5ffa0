import { redirectLocation } from './redirects.ts'

/** Proxies that want a login in a browser first, and the headers and redirects by which they are known. */
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

/** The URL of a page at which people log in: its host or a part of its path begins with such a word. */
const loginUrl = /\/(log-?_?in|sign-?_?in|sso|saml2?|oauth2?|authorize|openid-connect)\b|[?&](client_id|SAMLRequest)=/i

type ResponseHead = Pick<Response, 'status' | 'headers'>

/**
 * The name of the login proxy that answered in place of the server of `url`; `undefined` where the answer is not known to be
 * that of a proxy. Where the answer has a challenge, the caller must believe the challenge.
 */
export function loginProxy(answer: ResponseHead, url: string): string | undefined {
  const known = knownLoginProxy(answer, url)
  const location = redirectLocation(answer, url)
  if (known !== undefined || location === undefined) return known
  // A redirect to metadata leads to no page.
  const isPage = !location.pathname.startsWith('/.well-known/') && loginUrl.test(location.href)
  return isPage && location.origin !== new URL(url).origin ? `at ${location.host}` : undefined
}

/** As `loginProxy`, but only for the products that are listed: any other redirect may be the server's own. */
export function knownLoginProxy(answer: ResponseHead, url: string): string | undefined {
  const { status, headers } = answer
  if ((status < 300 || status > 399) && status !== 401 && status !== 403) return undefined
  if (/^\s*Cloudflare-Access\b/i.test(headers.get('www-authenticate') ?? '')) return 'Cloudflare Access'
  const location = redirectLocation(answer, url)?.href ?? ''
  const names = [...headers.keys()]
  return proxies.find((proxy) => names.some((name) => proxy.headers.test(name)) || proxy.location.test(location))?.name
}

/** Whether an HTML page is one at which people log in, or that of a login proxy. */
export function loginPage(html: string): boolean {
  return /cloudflareaccess\.com|\/cdn-cgi\/access\/|type=["']?password|<title\b[^<>]*>[^<]*\b(log|sign) ?[io]n\b/i.test(
    html,
  )
}
