import type { Target } from '@fast-agent-auth/discovery'
import { serverKey } from '../server-key.ts'

/** What a registration of ours belongs to: the resource, or the server's key where that says more or there is no other. */
export function registeredResource({ resource, legacy, serverUrl }: Target): string {
  return legacy === undefined && new URL(serverUrl).search === '' ? resource : serverKey(serverUrl)
}
