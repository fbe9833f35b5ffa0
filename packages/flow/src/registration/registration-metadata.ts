import { isLoopback } from '@fast-agent-auth/discovery/untrusted'
import { type RegistrationForm, secretMethod } from '../protocol/client.ts'
import type { SelfRegisteringClient } from './client-options.ts'
import { localhostOf } from './localhost.ts'
import type { RegisteringServer } from './registration-response.ts'

/** What the consent page calls us where nobody chose a name. */
const defaultName = 'fast-agent-auth'

export function registeredName(client: SelfRegisteringClient | undefined): string {
  return client?.name ?? defaultName
}

/** Members of RFC 7591 §2. */
interface ClientMetadata {
  readonly redirect_uris: readonly [string, ...string[]]
  readonly scope?: string | undefined
  readonly [member: string]: unknown
}

interface RegistrationWishes {
  readonly redirectUris: readonly [string, ...string[]]
  readonly client?: SelfRegisteringClient | undefined
  readonly requestedScope?: string | undefined
}

/** What is asked for at the registration endpoint (RFC 7591 §2). */
export function metadataOf(
  form: RegistrationForm,
  server: RegisteringServer,
  { redirectUris, client, requestedScope }: RegistrationWishes,
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
    // Without a word about it, a server takes us for one with a secret (RFC 7591 §2).
    token_endpoint_auth_method: form === 'confidential' ? withSecret : own,
    // Many servers grant a client no other than that of its registration.
    scope: isLeast ? undefined : requestedScope,
    // Some servers take no redirect to this machine for an application of that type.
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

/** For a web server, where the redirect leads neither to this machine nor, by a scheme of its own, to an application. */
function applicationType(redirectUri: string): string {
  const { protocol, hostname } = new URL(redirectUri)
  return protocol === 'https:' && !isLoopback(hostname) ? 'web' : 'native'
}
