import type { Target } from '@fast-agent-auth/discovery'
import { serverKey } from '../server-key.ts'

/** The resource that a registration of ours belongs to: what the server calls itself, else its key. */
export function registeredResource({ resource, legacy, serverUrl }: Target): string {
  return legacy === undefined ? resource : serverKey(serverUrl)
}
