import type { ClientOptions } from '@fast-agent-auth/flow'
import { isPreRegistered } from '@fast-agent-auth/flow/internal'

/**
 * The client options. If they name no metadata document, that of `FAST_AGENT_OAUTH_CLIENT_METADATA_URL` is added; an
 * empty value names none.
 */
export function clientFromEnvironment(
  client: ClientOptions | undefined,
  env: Readonly<Record<string, string | undefined>>,
): ClientOptions | undefined {
  const metadataUrl = env.FAST_AGENT_OAUTH_CLIENT_METADATA_URL?.trim()
  if (!metadataUrl || isPreRegistered(client) || client?.metadataUrl !== undefined) return client
  return { ...client, metadataUrl }
}
