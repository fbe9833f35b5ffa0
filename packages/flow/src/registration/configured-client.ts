import { validateClientMetadataUrl } from '@fast-agent-auth/cimd'
import type { AuthorizationServer } from '@fast-agent-auth/discovery'
import { AuthorizationError } from '../authorization-error.ts'
import { type Client, secretMethod } from '../protocol/client.ts'
import { type ClientOptions, isPreRegistered } from './client-options.ts'

/**
 * The client that the options describe, if it is a pre-registered one.
 *
 * @param methods the methods of client authentication that the authorization server lists
 * @throws AuthorizationError `invalid_option` if its id is empty
 */
export function preRegisteredClient(
  options: ClientOptions | undefined,
  methods?: readonly string[] | undefined,
): Client | undefined {
  if (!isPreRegistered(options)) return undefined
  const { id, secret, redirectUris, tokenEndpointAuthMethod } = options
  if (id === '') {
    const next = 'Set the option client.id to the id that the authorization server gave, or leave it out.'
    throw new AuthorizationError('invalid_option', 'The id of the client is empty.', {
      next,
      details: { option: 'client.id' },
    })
  }
  const methodWithSecret = secretMethod(methods) ?? 'client_secret_basic'
  return {
    clientId: id,
    clientSecret: secret,
    tokenEndpointAuthMethod: tokenEndpointAuthMethod ?? (secret === undefined ? 'none' : methodWithSecret),
    redirectUris,
  }
}

/**
 * The client whose id is the URL of its metadata document, if the options give that URL and the server supports such documents.
 *
 * @throws AuthorizationError `invalid_option` if servers must reject the URL
 */
export function metadataDocumentClient(
  { clientIdMetadataDocumentSupported }: AuthorizationServer,
  options: ClientOptions | undefined,
): Client | undefined {
  // An empty URL means that there is no document.
  if (!options || isPreRegistered(options) || !options.metadataUrl) return undefined
  const { metadataUrl, redirectUris } = options
  const error = validateClientMetadataUrl(metadataUrl).find(({ level }) => level === 'error')
  if (error) {
    const problem = `The URL of the client metadata document ${error.message}.`
    const next =
      'Set the option client.metadataUrl, or FAST_AGENT_OAUTH_CLIENT_METADATA_URL, to a URL like https://example.com/client.json.'
    throw new AuthorizationError('invalid_option', problem, { next, details: { option: 'client.metadataUrl' } })
  }
  if (!clientIdMetadataDocumentSupported) return undefined
  return { clientId: metadataUrl, tokenEndpointAuthMethod: 'none', redirectUris }
}
