import { clientAuthenticationFindings } from './client-authentication-findings.ts'
import { error, type Finding } from './finding.ts'
import { grantFindings } from './grant-findings.ts'
import { identityFindings } from './identity-findings.ts'
import { isJsonObject } from './json-object.ts'
import { jwksFindings } from './jwks-findings.ts'
import { redirectUrisFindings } from './redirect-uris-findings.ts'
import { uriFieldFindings } from './uri-field-findings.ts'

export interface ClientMetadataOptions {
  /** The redirect URIs that the application uses: they must be listed. Default: none is looked for. */
  readonly redirectUris?: readonly string[] | undefined
}

/**
 * What is wrong with a client metadata document that is published at `url`
 * (draft-ietf-oauth-client-id-metadata-document, MCP 2026-07-28, RFC 7591, RFC 8252). The rules for the URL itself are
 * those of `validateClientMetadataUrl`.
 */
export function validateClientMetadata(
  document: unknown,
  url: string,
  { redirectUris }: ClientMetadataOptions = {},
): readonly Finding[] {
  if (!isJsonObject(document)) return [error('json_object', 'is not a JSON object')]
  return [
    ...identityFindings(document, url),
    ...redirectUrisFindings(document, redirectUris),
    ...clientAuthenticationFindings(document),
    ...jwksFindings(document),
    ...uriFieldFindings(document),
    ...grantFindings(document),
  ]
}
