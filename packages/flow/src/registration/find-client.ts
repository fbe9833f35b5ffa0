import { isSpellingOf } from '@fast-agent-auth/discovery/internal/at-start'
import { advise } from '@fast-agent-auth/discovery/untrusted'
import { AuthorizationError } from '../authorization-error.ts'
import type { Client } from '../protocol/client.ts'
import type { RegistrationOptions } from './client-options.ts'
import { readClients } from './client-records.ts'
import { preRegisteredClient } from './configured-client.ts'

/**
 * The client that tokens were issued to, with its secret.
 *
 * @throws AuthorizationError `registration_required` where the secret is not for this issuer; errors of the store
 */
export async function findClient(
  {
    issuer,
    clientId,
    tokenEndpointAuthMethod,
    plainBasic,
  }: Pick<Client, 'clientId' | 'tokenEndpointAuthMethod' | 'plainBasic'> & { issuer: string },
  { client, store, issuer: expected }: RegistrationOptions,
): Promise<Client> {
  // The present options count, not those at the sign-in.
  const preRegistered = preRegisteredClient(client, [tokenEndpointAuthMethod])
  if (preRegistered?.clientId === clientId) return boundTo(issuer, { ...preRegistered, plainBasic }, expected)
  const withoutSecret = { clientId, tokenEndpointAuthMethod, plainBasic }
  if (tokenEndpointAuthMethod === 'none' || !store) return withoutSecret
  // Several clients may have one id: the newest with a secret counts.
  const matches = (client: Client): boolean => client.clientId === clientId && client.clientSecret !== undefined
  const stored = (await readClients(store, issuer)).find(matches)
  // The method that the server accepted for these tokens works, whatever was registered.
  return { ...stored, ...withoutSecret }
}

/**
 * The client, if its secret is for this issuer. The issuer of a secret is named by the user, not by the MCP server.
 *
 * @throws AuthorizationError `registration_required`
 */
export function boundTo(issuer: string, client: Client, expected: string | undefined): Client {
  if (client.clientSecret === undefined) return client
  if (expected !== undefined && isSpellingOf(expected, issuer)) return client
  const problem = `The secret of the client ${client.clientId} is not sent to ${issuer}, since nothing says that it is for that server.`
  const advice = advise([{ condition: 'it is', option: 'issuer', value: issuer }])
  throw new AuthorizationError('registration_required', problem, advice)
}
