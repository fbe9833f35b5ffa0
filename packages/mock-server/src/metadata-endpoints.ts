import type { Context } from './context.ts'

/** Serves the document at its own URL, and 404 elsewhere. */
function serve(request: Request, url: string | undefined, document: object): Response {
  if (request.url !== url) return new Response(null, { status: 404 })
  if (request.method !== 'GET') return new Response(null, { status: 405, headers: { allow: 'GET' } })
  return Response.json(document)
}

/** Protected resource metadata (RFC 9728 §3.2). */
export function respondResourceMetadata(request: Request, { settings, urls }: Context): Response {
  return serve(request, urls.resourceMetadata, {
    resource: settings.resource,
    authorization_servers: [settings.issuer],
    scopes_supported: settings.scopesSupported,
    bearer_methods_supported: ['header'],
    resource_name: 'Mock MCP server',
  })
}

/** Authorization server metadata (RFC 8414 §3.2), or the form of OpenID Connect Discovery 1.0 §4.2. */
export function respondAuthorizationServerMetadata(request: Request, { settings, urls }: Context): Response {
  const methods = ['none', 'client_secret_basic', 'client_secret_post']
  return serve(request, urls.authorizationServerMetadata, {
    issuer: settings.issuer,
    authorization_endpoint: urls.authorize,
    token_endpoint: urls.token,
    registration_endpoint: settings.registration === 'dynamic' ? urls.register : undefined,
    revocation_endpoint: urls.revoke,
    scopes_supported: settings.authorizationServerScopes,
    response_types_supported: ['code'],
    response_modes_supported: ['query'],
    grant_types_supported: ['authorization_code', 'refresh_token'],
    token_endpoint_auth_methods_supported: methods,
    revocation_endpoint_auth_methods_supported: methods,
    code_challenge_methods_supported: ['S256'],
    authorization_response_iss_parameter_supported: settings.iss || undefined,
    client_id_metadata_document_supported: settings.clientIdMetadataDocumentSupported || undefined,
    ...(settings.authorizationServerMetadata === 'oidc' && {
      jwks_uri: `${settings.issuer.replace(/\/$/, '')}/jwks`,
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
    }),
  })
}
