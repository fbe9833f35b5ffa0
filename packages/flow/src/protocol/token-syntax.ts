/** RFC 6750 §2.1 allows less. Anything else would break the header, whose error would quote it. */
export function isAccessToken(value: unknown): value is string {
  return typeof value === 'string' && /^[\x21-\x7e]{1,65536}$/.test(value)
}

/** RFC 6749, appendix A.17. Another cannot be sent back as it is. */
export function isRefreshToken(value: unknown): value is string {
  return typeof value === 'string' && /^[\x20-\x7e]{1,65536}$/.test(value)
}
