import { isWithinOrigin, redirectLimit } from '@fast-agent-auth/discovery/untrusted'
import { displayRequestUrl } from './display-request-url.ts'
import { GuardedFetchError } from './guarded-fetch-error.ts'

export interface Redirected {
  readonly url: URL
  readonly method: string
  readonly redirect: RequestRedirect
  /** How many redirects were followed before. */
  readonly hops: number
}

/**
 * The URL to which an answer redirects; `undefined` where it is no redirect.
 *
 * @throws GuardedFetchError `redirect_refused`
 */
export function nextUrl(
  { status, headers }: Response,
  { url, method, redirect, hops }: Redirected,
): string | undefined {
  const location = isRedirect(status) ? headers.get('location') : null
  if (location === null) return undefined
  const refuse = (fault: string): GuardedFetchError =>
    new GuardedFetchError('redirect_refused', `${displayRequestUrl(url.href)} redirects ${fault}, and is not followed.`)
  if (redirect === 'error') throw refuse('where no redirect is wanted')
  if (!URL.canParse(location, url)) throw refuse('to what is no URL')
  const next = new URL(location, url)
  if (!isWithinOrigin(next, url.origin)) throw refuse(`to another origin, ${next.protocol}//${next.host}`)
  // The body, which may hold a secret, would go to a path that its sender did not choose.
  if (!['GET', 'HEAD'].includes(method.toUpperCase())) throw refuse(`a ${method.toUpperCase()} request`)
  if (hops === redirectLimit) throw refuse(`more than ${redirectLimit} times`)
  return next.href
}

function isRedirect(status: number): boolean {
  return [301, 302, 303, 307, 308].includes(status)
}
