import { AuthorizationError } from '../authorization-error.ts'

/**
 * The URL of a redirect, from a URL or a text. The error does not repeat it, since it holds a code.
 *
 * @throws AuthorizationError `invalid_option`
 */
export function callbackUrl(callback: URL | string): URL {
  // JavaScript without types may pass anything.
  const text: unknown = typeof callback === 'string' ? callback : (callback as URL | undefined)?.href
  if (typeof text === 'string' && URL.canParse(text)) return new URL(text)
  const message =
    'The callback must be the whole URL to which the browser was sent, with scheme, host and query, as a URL or a text.'
  throw new AuthorizationError('invalid_option', message)
}
