/**
 * Whether two issuers are the same string (RFC 8414 §3.3). Differences that leave the origin the same do not count: the case
 * of scheme and host, the default port, and the slash of a bare origin.
 */
export function isSameIssuer(one: string, other: string): boolean {
  return canonical(one) === canonical(other)
}

/** Whether two spellings of an issuer differ at most by one slash at the end of a path. */
export function isSpellingOf(one: string, other: string): boolean {
  return isSameIssuer(one, other) || isOneSlashMore(one, other) || isOneSlashMore(other, one)
}

function isOneSlashMore(longer: string, shorter: string): boolean {
  const [long, short] = [longer, shorter].map(canonical)
  return long === `${short}/` && !/[/?#]$/.test(shorter) && !/[?#]/.test(shorter)
}

/** Only ASCII, since the lower case of another letter may be an ASCII letter. */
const origin = /^(https?):\/\/([\w.-]+|\[[\da-f:.]+\])(:\d+)?(?=[/?#]|$)/i

function canonical(issuer: string): string {
  const [whole = '', scheme = '', host = '', port = ''] = origin.exec(issuer) ?? []
  const isDefault = port === (scheme.toLowerCase() === 'https' ? ':443' : ':80')
  const rest = issuer.slice(whole.length)
  const named = whole === '' ? '' : `${scheme}://${host}${isDefault ? '' : port}`.toLowerCase()
  return named + (named !== '' && rest === '/' ? '' : rest)
}

/** The issuer that a person set, by the option `issuer` or in the metadata of `authorizationServer`. */
export function configuredIssuer({
  issuer,
  authorizationServer,
}: {
  readonly issuer?: string | undefined
  readonly authorizationServer?: { readonly issuer?: unknown } | undefined
}): string | undefined {
  if (issuer !== undefined) return issuer
  const named = authorizationServer?.issuer
  return typeof named === 'string' ? named : undefined
}
