import { generateRandomState } from 'oauth4webapi'

/** A random `state` of 256 bits (RFC 6749 §10.12). */
export function createState(): string {
  return generateRandomState()
}

/** Whether two secrets are equal, compared in a time that does not tell where they differ. */
export function isSameSecret(one: string, other: string): boolean {
  let difference = one.length ^ other.length
  for (let i = 0; i < one.length; i++) difference |= one.charCodeAt(i) ^ other.charCodeAt(i % (other.length || 1))
  return difference === 0
}
