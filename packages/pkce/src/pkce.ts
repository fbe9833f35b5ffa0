/** A code verifier and its challenge (RFC 7636 §4). */
export interface Pkce {
  /** 43 characters with 256 random bits. It is a secret until the code is exchanged with it. */
  readonly verifier: string
  /** The `code_challenge` of the authorization request. */
  readonly challenge: string
  readonly method: 'S256'
}

/**
 * Makes a new pair for one authorization request.
 *
 * @example
 * const { verifier, challenge, method } = await createPkce()
 * authorizationUrl.searchParams.set('code_challenge', challenge)
 * authorizationUrl.searchParams.set('code_challenge_method', method)
 * tokenRequest.set('code_verifier', verifier)
 */
export async function createPkce(): Promise<Pkce> {
  const verifier = base64url(crypto.getRandomValues(new Uint8Array(32)))
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier))
  return { verifier, challenge: base64url(new Uint8Array(hash)), method: 'S256' }
}

/** Base64url without padding (RFC 7636, appendix A). */
function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
}
