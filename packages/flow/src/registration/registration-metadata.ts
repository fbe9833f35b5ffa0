import { isLoopback } from '@fast-agent-auth/discovery/untrusted'
import { type RegistrationForm, secretMethod } from '../protocol/client.ts'
import type { SelfRegisteringClient } from './client-options.ts'
import { localhostOf } from './localhost.ts'
import type { RegisteringServer } from './registration-response.ts'

/** The default name on the consent page. */
const defaultName = 'fast-agent-auth'

export function registeredName(client: SelfRegisteringClient | undefined): string {
  return client?.name ?? defaultName
}

/** Client metadata (RFC 7591 §2). */
interface ClientMetadata {
  readonly redirect_uris: readonly [string, ...string[]]
  readonly scope?: string | undefined
  readonly [member: string]: unknown
}

interface RegistrationRequest {
  readonly redirectUris: readonly [string, ...string[]]
  readonly client?: SelfRegisteringClient | undefined
  readonly requestedScope?: string | undefined
}

/** The metadata of a registration request (RFC 7591 §2), in a form. */
export function metadataOf(
  form: RegistrationForm,
  server: RegisteringServer,
  { redirectUris, client, requestedScope }: RegistrationRequest,
): ClientMetadata {
  const [redirectUri] = redirectUris
  const methods = server.tokenEndpointAuthMethodsSupported ?? []
  const withSecret = secretMethod(methods)
  const own = methods.includes('none') ? 'none' : (withSecret ?? 'none')
  const isLeast = form === 'least' || form === 'confidential'
  const uris = {
    whole: redirectUris,
    localhost: [localhostOf(redirectUri) ?? redirectUri],
    least: [redirectUri],
    confidential: [redirectUri],
  } as const
  return {
    client_name: registeredName(client),
    redirect_uris: uris[form],
    grant_types: isLeast ? ['authorization_code'] : ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    // A server registers a client with a secret where this member is left out (RFC 7591 §2).
    token_endpoint_auth_method: form === 'confidential' ? withSecret : own,
    // Many servers grant a client only the scope that it registered for.
    scope: isLeast ? undefined : requestedScope,
    // Some servers accept no loopback redirect for the type `web`, which is the default.
    application_type: form === 'whole' ? applicationType(redirectUri) : undefined,
    ...(isLeast ? {} : presentation(client)),
  }
}

function presentation(client: SelfRegisteringClient | undefined) {
  return {
    client_uri: client?.uri,
    logo_uri: client?.logoUri,
    software_id: client?.softwareId,
    software_version: client?.softwareVersion,
  }
}

/** The type of the application: `web` where the redirect URI leads to another machine by https, else `native`. */
function applicationType(redirectUri: string): string {
  const { protocol, hostname } = new URL(redirectUri)
  return protocol === 'https:' && !isLoopback(hostname) ? 'web' : 'native'
}
