import { error, type Finding, warning } from './finding.ts'
import type { JsonObject } from './json-values.ts'
import { quoteUntrusted } from './quote-untrusted.ts'

/** The findings about client authentication. Everybody can read the document, so it must hold no shared secret. */
export function* clientAuthenticationFindings(document: JsonObject): Generator<Finding> {
  for (const name of ['client_secret', 'client_secret_expires_at'] as const) {
    if (document[name] !== undefined) yield error(name, `has a ${name}, although everybody can read it`)
  }
  yield* methodFindings(document)
}

function* methodFindings({ token_endpoint_auth_method: method, jwks, jwks_uri }: JsonObject): Generator<Finding> {
  if (method === undefined) {
    const why = 'RFC 7591 then assumes client_secret_basic, and there is no secret'
    return yield warning('token_endpoint_auth_method_default', `has no token_endpoint_auth_method: ${why}`)
  }
  if (typeof method !== 'string') {
    return yield error('token_endpoint_auth_method', 'has a token_endpoint_auth_method that is not a string')
  }
  if (/^client_secret/i.test(method)) {
    const why = 'which needs a shared secret, and there is none'
    return yield error(
      'token_endpoint_auth_method',
      `has the token_endpoint_auth_method ${quoteUntrusted(method)}, ${why}`,
    )
  }
  if (method === 'private_key_jwt' && jwks === undefined && jwks_uri === undefined) {
    yield error('jwks_missing', 'has the token_endpoint_auth_method "private_key_jwt", but neither jwks nor jwks_uri')
  }
}
