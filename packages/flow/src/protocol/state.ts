import { generateRandomState } from 'oauth4webapi'

/** A `state` (RFC 6749 §10.12) that holds 256 random bits. */
export function createState(): string {
  return generateRandomState()
}

/** Whether two secrets are the same, in a time that does not tell where they differ. */
export function isSameSecret(one: string, other: string): boolean {
  let difference = one.length ^ other.length
  for (let i = 0; i < one.length; i++) difference |= one.charCodeAt(i) ^ other.charCodeAt(i % (other.length || 1))
  return difference === 0
}
