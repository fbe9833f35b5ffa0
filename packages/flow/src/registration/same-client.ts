import type { Client } from '../protocol/client.ts'

type Identity = Pick<Client, 'clientId' | 'name' | 'resource'>

/** Whether two registrations are one. By its id alone none is known: some servers give everybody the same one. */
export function isSameClient(one: Identity, other: Identity): boolean {
  return one.clientId === other.clientId && one.name === other.name && one.resource === other.resource
}
