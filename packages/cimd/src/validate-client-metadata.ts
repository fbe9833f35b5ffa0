import { clientAuthenticationFindings } from './client-authentication-findings.ts'
import { error, type Finding } from './finding.ts'
import { grantFindings } from './grant-findings.ts'
import { isJsonObject, type JsonObject } from './json-values.ts'
import { jwksFindings } from './jwks-findings.ts'
import { quoteUntrusted, withoutSecrets } from './quote-untrusted.ts'
import { redirectUriListFindings } from './redirect-uri-list-findings.ts'
import { uriFieldFindings } from './uri-field-findings.ts'

export interface ClientMetadataOptions {
  /** The redirect URIs that the application uses, and the document must list. Default: none. */
  readonly redirectUris?: readonly string[] | undefined
}

/**
 * The faults of a client metadata document that is published at `url` (draft-ietf-oauth-client-id-metadata-document, MCP
 * 2026-07-28, RFC 7591, RFC 8252). `validateClientMetadataUrl` checks the URL itself.
 *
 * @example
 * const findings = validateClientMetadata(document, 'https://example.com/client.json')
 * const errors = findings.filter(({ level }) => level === 'error')
 */
export function validateClientMetadata(
  document: unknown,
  url: string,
  { redirectUris }: ClientMetadataOptions = {},
): readonly Finding[] {
  if (!isJsonObject(document)) return [error('json_object', 'is not a JSON object')]
  return [
    ...identityFindings(document, url),
    ...redirectUriListFindings(document, redirectUris),
    ...clientAuthenticationFindings(document),
    ...jwksFindings(document),
    ...uriFieldFindings(document),
    ...grantFindings(document),
  ]
}

/** The findings about the id and the name of the client. */
function* identityFindings({ client_id: id, client_name: name }: JsonObject, url: string): Generator<Finding> {
  if (typeof id !== 'string') yield error('client_id', 'has no client_id, which must be its own URL as a string')
  // Simple string comparison (RFC 3986 §6.2.1).
  else if (id !== url) {
    const why = 'which is not exactly its own URL'
    yield error('client_id', `has the client_id ${quoteUntrusted(withoutSecrets(id))}, ${why}`)
  }
  if (typeof name !== 'string' || name.trim() === '') {
    yield error('client_name', 'has no client_name, which people see when they sign in')
  }
}
