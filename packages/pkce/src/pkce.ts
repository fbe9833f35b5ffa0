import { calculatePKCECodeChallenge, generateRandomCodeVerifier } from 'oauth4webapi'

/** A verifier, kept until the code is exchanged, and its challenge, sent with the authorization request (RFC 7636 §4). */
export interface Pkce {
  /** 43 characters that hold 256 random bits. Secret. */
  readonly verifier: string
  readonly challenge: string
  readonly method: 'S256'
}

/** A fresh pair for one authorization request. */
export async function createPkce(): Promise<Pkce> {
  const verifier = generateRandomCodeVerifier()
  return { verifier, challenge: await calculatePKCECodeChallenge(verifier), method: 'S256' }
}
