/** Whether two issuers are the same string (RFC 8414 §3.3); only the slash of a bare origin is forgiven. */
export function isSameIssuer(one: string, other: string): boolean {
  return withoutRootSlash(one) === withoutRootSlash(other)
}

function withoutRootSlash(issuer: string): string {
  return issuer.replace(/^(https?:\/\/[^/?#]+)\/$/, '$1')
}
