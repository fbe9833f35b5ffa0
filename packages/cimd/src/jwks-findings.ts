import { error, type Finding } from './finding.ts'
import { isJsonObject, type JsonObject } from './json-values.ts'

/** The private members of RSA, elliptic curve and octet keys (RFC 7518 §6). */
const privateMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'] as const

/** The findings about the keys. They quote none of the values. */
export function* jwksFindings({ jwks, jwks_uri }: JsonObject): Generator<Finding> {
  if (jwks === undefined) return
  if (jwks_uri !== undefined) yield error('jwks_twice', 'has both jwks and jwks_uri, of which RFC 7591 allows one')
  if (!isJsonObject(jwks) || !Array.isArray(jwks.keys) || jwks.keys.length === 0 || !jwks.keys.every(isJsonObject)) {
    yield error('jwks', 'has a jwks that is no JWK Set: { "keys": [ … ] } with one or more keys (RFC 7517 §5)')
  }
  const keys = keysOf(jwks)
  const found = privateMembers.filter((name) => keys.some((key) => Object.hasOwn(key, name)))
  if (found.length === 0) return
  const next = 'make a new key, and publish only its public part'
  yield error('jwks_private_key', `publishes a private or symmetric key (${found.join(', ')}) in its jwks: ${next}`)
}

/** The keys, even if the value is a single key or a list instead of a set: a private key in it was published too. */
function keysOf(jwks: unknown): readonly JsonObject[] {
  const keys = isJsonObject(jwks) ? [jwks, ...(Array.isArray(jwks.keys) ? jwks.keys : [jwks.keys])] : [jwks].flat()
  return keys.filter(isJsonObject)
}
