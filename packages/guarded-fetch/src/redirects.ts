import { GuardedFetchError } from './guarded-fetch-error.ts'
import { party } from './party.ts'

const redirectLimit = 5

export interface Redirected {
  readonly url: URL
  readonly method: string
  readonly redirect: RequestRedirect
  /** How many redirects there were before. */
  readonly hops: number
}

/**
 * Where an answer redirects to; `undefined` where it does not.
 *
 * @throws GuardedFetchError `redirect_refused`
 */
export function nextUrl(
  { status, headers }: Response,
  { url, method, redirect, hops }: Redirected,
): string | undefined {
  const location = isRedirect(status) ? headers.get('location') : null
  if (location === null) return undefined
  const refuse = (why: string): GuardedFetchError =>
    new GuardedFetchError('redirect_refused', `${party(url.href)} redirects ${why}, and is not followed.`)
  if (redirect === 'error') throw refuse('where no redirect is wanted')
  if (!URL.canParse(location, url)) throw refuse('to what is no URL')
  const next = new URL(location, url)
  // Not the `origin` of the two: a user name would be passed over.
  if (!next.href.startsWith(`${url.origin}/`)) throw refuse(`to another origin, ${next.protocol}//${next.host}`)
  // It could have the body, and with it a secret, sent to somebody else's path.
  if (!['GET', 'HEAD'].includes(method.toUpperCase())) throw refuse(`a ${method.toUpperCase()} request`)
  if (hops === redirectLimit) throw refuse(`more than ${redirectLimit} times`)
  return next.href
}

function isRedirect(status: number): boolean {
  return [301, 302, 303, 307, 308].includes(status)
}
