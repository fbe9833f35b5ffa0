/**
 * Whether a value can be an access token. RFC 6750 §2.1 allows fewer characters; other characters would break the
 * header, and the error of `Headers` would quote the token.
 */
export function isAccessToken(value: unknown): value is string {
  return typeof value === 'string' && /^[\x21-\x7e]{1,65536}$/.test(value)
}

/** Whether a value can be a refresh token (RFC 6749, appendix A.17). Other characters could not be sent unchanged. */
export function isRefreshToken(value: unknown): value is string {
  return typeof value === 'string' && /^[\x20-\x7e]{1,65536}$/.test(value)
}
