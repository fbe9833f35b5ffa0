const lengthLimit = 200

/** Text from elsewhere, for a message: quoted, short, and without what a terminal would obey or hide. */
export function shown(text: string): string {
  const short = text.length > lengthLimit ? `${text.slice(0, lengthLimit)}…` : text
  return `"${short.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '\ufffd')}"`
}

// As forgiving as URL parsers: with one slash, backslashes or none, and with what they drop.
const userInfo = /^([\s\p{Cc}]*(?:[a-z][a-z\d+.\t\r\n-]*:)?[\\/\t\r\n]*)[^/\\?#]*@/iu

/** A URL without what may be secret in it: its query, its fragment, a user name and password. */
export function withoutSecrets(url: string): string {
  return url.replace(/([?#])[\s\S]+$/, '$1…').replace(userInfo, '$1…@')
}
