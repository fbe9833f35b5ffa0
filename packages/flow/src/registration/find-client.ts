import { isSpellingOf } from '@fast-agent-auth/discovery/internal'
import { advise } from '@fast-agent-auth/discovery/untrusted'
import { AuthorizationError } from '../authorization-error.ts'
import type { Client } from '../protocol/client.ts'
import { preRegisteredClient, type RegistrationOptions } from './client-options.ts'
import { readClients } from './client-records.ts'

/** The client that tokens were issued to, with its secret. */
export async function findClient(
  {
    issuer,
    clientId,
    tokenEndpointAuthMethod,
    plainBasic,
  }: Pick<Client, 'clientId' | 'tokenEndpointAuthMethod' | 'plainBasic'> & { issuer: string },
  { client, store, issuer: expected }: RegistrationOptions,
): Promise<Client> {
  // What the user set now counts, not what was true at the sign-in.
  const preRegistered = preRegisteredClient(client, [tokenEndpointAuthMethod])
  if (preRegistered?.clientId === clientId) return boundTo(issuer, { ...preRegistered, plainBasic }, expected)
  const withoutSecret = { clientId, tokenEndpointAuthMethod, plainBasic }
  if (tokenEndpointAuthMethod === 'none' || !store) return withoutSecret
  // Of several by one id, the newest that brought a secret.
  const isIt = (client: Client): boolean => client.clientId === clientId && client.clientSecret !== undefined
  const kept = (await readClients(store, issuer)).find(isIt)
  // The way that brought the tokens works, whatever was registered.
  return { ...kept, ...withoutSecret }
}

/** A secret goes to the issuer that the user names for it, not to whichever the MCP server names. */
export function boundTo(issuer: string, client: Client, expected: string | undefined): Client {
  if (client.clientSecret === undefined) return client
  if (expected !== undefined && isSpellingOf(expected, issuer)) return client
  const problem = `The secret of the client ${client.clientId} is not sent to ${issuer}, since nothing says that it is for that server.`
  const advice = advise([{ condition: 'it is', option: 'issuer', value: issuer }])
  throw new AuthorizationError('registration_required', problem, advice)
}
