const lengthLimit = 200

/** Text from elsewhere, for a message: quoted, short, and without what a terminal would obey or hide. */
export function shown(text: string): string {
  const short = text.length > lengthLimit ? `${text.slice(0, lengthLimit)}…` : text
  return `"${short.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu, '\ufffd')}"`
}

/** What URL parsers drop. */
const dropped = /^[\s\p{Cc}]+|[\t\r\n]+/gu
// As forgiving as they are: with one slash, backslashes or none.
const userInfo = /^((?:[a-z][a-z\d+.-]*:)?[\\/]*)[^/\\?#]*@/iu

/** A URL without what may be secret in it: its query, its fragment, a user name and password. */
export function withoutSecrets(url: string): string {
  const open = url.replace(/([?#])[\s\S]+$/, '$1…')
  const parsed = open.replace(dropped, '')
  return userInfo.test(parsed) ? parsed.replace(userInfo, '$1…@') : open
}
