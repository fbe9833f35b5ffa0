import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Access } from './authorization-server.ts'
import { sendJson } from './node-http.ts'
import { readScope } from './scopes.ts'

/** The access that a request has; `undefined` if the request was refused and has its response. */
export type Authenticate = (
  request: IncomingMessage,
  response: ServerResponse,
) => Promise<{ access: Access; token: string } | undefined>

/** Accepts access tokens that were issued for one resource, and refuses all else as RFC 6750 and RFC 9728 say. */
export function createAuthenticate(
  resource: string,
  findAccess: (accessToken: string) => Promise<Access | undefined>,
): Authenticate {
  const metadata = metadataUrl(resource)
  return async (request, response) => {
    const token = bearerToken(request)
    if (token === undefined) {
      refuse(response, 401, { resource_metadata: metadata, scope: readScope })
      return undefined
    }
    const access = await findAccess(token)
    if (access?.resource !== resource) {
      const description = access
        ? 'The access token is for another resource'
        : 'The access token is expired, revoked or unknown'
      refuse(response, 401, {
        error: 'invalid_token',
        error_description: description,
        resource_metadata: metadata,
        scope: readScope,
      })
      return undefined
    }
    return { access, token }
  }
}

/** Refuses with 403 and names a scope that the access token does not have (RFC 6750 §3.1). */
export function refuseForScope(response: ServerResponse, resource: string, scope: string): void {
  refuse(response, 403, {
    error: 'insufficient_scope',
    error_description: `This needs the scope ${scope}`,
    scope,
    resource_metadata: metadataUrl(resource),
  })
}

/** The URL of a resource's metadata (RFC 9728 §3.1). */
export function metadataUrl(resource: string): string {
  const { origin, pathname } = new URL(resource)
  return `${origin}/.well-known/oauth-protected-resource${pathname}`
}

function refuse(response: ServerResponse, status: 401 | 403, parameters: Readonly<Record<string, string>>): void {
  const challenge = Object.entries(parameters).map(([name, value]) => `${name}="${value}"`)
  response.setHeader('www-authenticate', `Bearer ${challenge.join(', ')}`)
  const { error = 'unauthorized', error_description = 'Please sign in' } = parameters
  sendJson(response, status, { error, error_description })
}

function bearerToken(request: IncomingMessage): string | undefined {
  return /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
}
