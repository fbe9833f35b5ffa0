/** The cookies of one browser profile, which never expire. As in browsers, they know hosts and paths but not ports. */
export interface CookieJar {
  /** The `Cookie` header for a URL, empty if there are no cookies. */
  header(url: URL): string
  /** Stores the cookies that a response sets. */
  take(url: URL, response: Response): void
}

interface Cookie {
  readonly host: string
  readonly path: string
  readonly pair: string
}

export function createCookieJar(): CookieJar {
  const cookies = new Map<string, Cookie>()
  return {
    header: ({ hostname, pathname }) =>
      [...cookies.values()]
        .filter(({ host, path }) => host === hostname && covers(path, pathname))
        .map(({ pair }) => pair)
        .join('; '),
    take({ hostname }, response) {
      for (const line of response.headers.getSetCookie()) {
        const [pair = '', ...attributes] = line.split(/; */)
        const path = attributes.find((text) => /^path=/i.test(text))?.slice('path='.length) ?? '/'
        const key = [hostname, path, pair.split('=', 1)[0]].join(' ')
        cookies.set(key, { host: hostname, path, pair })
      }
    },
  }
}

function covers(path: string, pathname: string): boolean {
  return pathname === path || pathname.startsWith(path.endsWith('/') ? path : `${path}/`)
}
