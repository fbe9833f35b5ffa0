/** Whether a status says that the same request may succeed later. */
export function isTransient(status: number): boolean {
  // A proxy before the server answers 407.
  return status === 407 || status === 408 || status === 429 || status >= 500
}

/** Whether a guarded fetch did not send a request, so that sending it again would not help. */
export function isBlockedByPolicy(error: unknown): error is Error {
  if (!(error instanceof Error) || error.name !== 'GuardedFetchError' || !('code' in error)) return false
  return error.code === 'insecure_url' || error.code === 'address_refused'
}

/** Whether a guarded fetch stopped reading an answer for its size. */
export function isTooLarge(error: unknown): boolean {
  return error instanceof Error && error.name === 'GuardedFetchError' && 'code' in error && error.code === 'too_large'
}

/** The reason why a request got no answer. */
export interface NetworkFailure {
  readonly reason: string
  /** The next step as a sentence, where the server is not at fault. */
  readonly next?: string | undefined
}

/** The `reason` of `networkFailure`. */
export function networkReason(error: unknown): string {
  return networkFailure(error).reason
}

/** The words for an error that `fetch` threw: by the code of its cause (ECONNREFUSED, …), since its message says nothing. */
export function networkFailure(error: unknown): NetworkFailure {
  // The message of a guarded fetch is a sentence; where the server is not at fault, a second one is the next step.
  if (error instanceof Error && error.name === 'GuardedFetchError') {
    const isOurSide = 'code' in error && (error.code === 'proxy_failed' || error.code === 'unavailable')
    if (!isOurSide) return { reason: error.message.replace(/\.$/, '') }
    const [reason = '', next] = error.message.split(/\. (.*)/s)
    return { reason: reason.replace(/^The /, 'the '), next }
  }
  const cause = error instanceof Error ? error.cause : undefined
  if (typeof cause === 'object' && cause !== null && 'code' in cause && typeof cause.code === 'string')
    return codeFailure(cause.code)
  return { reason: error instanceof Error ? error.message : String(error) }
}

const unknownAuthority = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
])

/** The words for an error code of Node or OpenSSL. */
export function codeFailure(code: string): NetworkFailure {
  if (unknownAuthority.has(code)) {
    const reason = `its certificate is signed by an authority that Node does not know: ${code}`
    const next =
      'Set NODE_EXTRA_CA_CERTS=/path/to/ca.pem to the certificate of that authority, or NODE_USE_SYSTEM_CA=1 where this system knows it (Node 22.19, 24.6 or newer).'
    return { reason, next }
  }
  if (code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID') {
    const reason = `its certificate ${code === 'CERT_HAS_EXPIRED' ? 'has expired' : 'is not valid yet'}: ${code}`
    return { reason, next: 'Is the clock of this machine right? Else tell its operator.' }
  }
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return { reason: `its certificate is for another host: ${code}`, next: 'Check the URL, or tell its operator.' }
  }
  return { reason: code }
}
