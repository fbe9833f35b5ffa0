import { validateClientMetadataUrl } from '@fast-agent-auth/cimd'
import type { AuthorizationServer } from '@fast-agent-auth/discovery'
import { AuthorizationError } from './authorization-error.ts'
import { type Client, type ClientOptions, isPreRegistered } from './client.ts'

/**
 * The client whose id is the URL of its metadata document, where there is one and the server takes such clients.
 *
 * @throws AuthorizationError `invalid_option` where the URL is none that a server may take
 */
export function documentedClient(
  { clientIdMetadataDocumentSupported }: AuthorizationServer,
  options: ClientOptions | undefined,
): Client | undefined {
  // An empty URL is the way to say that there is none.
  if (!options || isPreRegistered(options) || !options.metadataUrl) return undefined
  const { metadataUrl, redirectUris } = options
  const error = validateClientMetadataUrl(metadataUrl).find(({ level }) => level === 'error')
  if (error) {
    const message = `The URL of the client metadata document ${error.message}. It is the option client.metadataUrl, which fast-agent-auth also takes from FAST_AGENT_OAUTH_CLIENT_METADATA_URL: set it to one like https://example.com/client.json.`
    throw new AuthorizationError('invalid_option', message)
  }
  if (!clientIdMetadataDocumentSupported) return undefined
  return { clientId: metadataUrl, tokenEndpointAuthMethod: 'none', redirectUris }
}
