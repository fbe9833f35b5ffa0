/** A verifier, kept until the code is exchanged, and its challenge, sent with the authorization request (RFC 7636 §4). */
export interface Pkce {
  /** 43 characters that hold 256 random bits. Secret. */
  readonly verifier: string
  readonly challenge: string
  readonly method: 'S256'
}

/** A fresh pair for one authorization request. */
export async function createPkce(): Promise<Pkce> {
  const verifier = base64url(crypto.getRandomValues(new Uint8Array(32)))
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier))
  return { verifier, challenge: base64url(new Uint8Array(hash)), method: 'S256' }
}

/** RFC 7636, appendix A. */
function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
}
