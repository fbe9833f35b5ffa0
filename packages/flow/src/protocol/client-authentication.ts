import { type ClientAuth, ClientSecretPost, None } from 'oauth4webapi'
import { AuthorizationError } from '../authorization-error.ts'
import { basicCredentials } from '../redaction/basic-credentials.ts'
import type { Client } from './client.ts'

/** How a client proves at the token endpoint who it is (RFC 6749 §2.3.1). */
export function clientAuthentication(client: Client): ClientAuth {
  if (client.tokenEndpointAuthMethod === 'none') return None()
  if (client.clientSecret === undefined) {
    const problem = `The client ${client.clientId} needs its secret (${client.tokenEndpointAuthMethod}), and there is none.`
    const next = 'Set it in the option client.secret, or sign in again.'
    throw new AuthorizationError('registration_required', problem, { next, details: { option: 'client.secret' } })
  }
  if (client.tokenEndpointAuthMethod === 'client_secret_post') return ClientSecretPost(client.clientSecret)
  return clientSecretBasic(client.clientSecret)
}

// oauth4webapi's own writes `-` as `%2D`, which many servers do not decode.
function clientSecretBasic(clientSecret: string): ClientAuth {
  return (_server, client, _body, headers) => {
    headers.set('authorization', `Basic ${basicCredentials(client.client_id, clientSecret)}`)
  }
}
