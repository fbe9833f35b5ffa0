const lengthLimit = 200

/**
 * Text from a document or a server, for a message: quoted, at most 200 characters, and without control or hidden characters.
 * The same as in `@fast-agent-auth/discovery`, on which this package does not depend.
 */
export function quoteUntrusted(text: string): string {
  const short = text.length > lengthLimit ? `${text.slice(0, lengthLimit)}…` : text
  return `"${short.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu, '\ufffd')}"`
}

/** The characters that URL parsers drop. */
const dropped = /^[\s\p{Cc}]+|[\t\r\n]+/gu
// URL parsers accept one slash, backslashes or none before the host.
const userInfo = /^((?:[a-z][a-z\d+.-]*:)?[\\/]*)[^/\\?#]*@/iu

/** A URL without the parts that may be secret: query, fragment, user name and password. */
export function withoutSecrets(url: string): string {
  const open = url.replace(/([?#])[\s\S]+$/, '$1…')
  const parsed = open.replace(dropped, '')
  return userInfo.test(parsed) ? parsed.replace(userInfo, '$1…@') : open
}
