/** Whether two issuers are the same string (RFC 8414 §3.3); only the slash of a bare origin is forgiven. */
export function isSameIssuer(one: string, other: string): boolean {
  return withoutRootSlash(one) === withoutRootSlash(other)
}

/** Whether two spellings of an issuer differ at most by one slash at the end of a path. */
export function isSpellingOf(one: string, other: string): boolean {
  return isSameIssuer(one, other) || isOneSlashMore(one, other) || isOneSlashMore(other, one)
}

function isOneSlashMore(longer: string, shorter: string): boolean {
  return longer === `${shorter}/` && !/[/?#]$/.test(shorter) && !/[?#]/.test(shorter)
}

function withoutRootSlash(issuer: string): string {
  return issuer.replace(/^(https?:\/\/[^/?#]+)\/$/, '$1')
}
