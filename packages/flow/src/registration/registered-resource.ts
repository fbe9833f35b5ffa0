import type { Target } from '@fast-agent-auth/discovery'
import { serverKey } from '../server-key.ts'

/**
 * The resource that a registration is for, or the key of the server where that is more specific or there is no
 * resource.
 */
export function registeredResource({ resource, legacy, serverUrl }: Target): string {
  return legacy === undefined && new URL(serverUrl).search === '' ? resource : serverKey(serverUrl)
}
