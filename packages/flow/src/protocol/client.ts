const tokenEndpointAuthMethods = ['none', 'client_secret_basic', 'client_secret_post'] as const

export type TokenEndpointAuthMethod = (typeof tokenEndpointAuthMethods)[number]

export function isTokenEndpointAuthMethod(value: unknown): value is TokenEndpointAuthMethod {
  return tokenEndpointAuthMethods.some((method) => method === value)
}

/**
 * The method by which a client sends its secret to a server that lists these methods; `undefined` where it lists
 * neither.
 */
export function secretMethod(supported: readonly string[] = []): TokenEndpointAuthMethod | undefined {
  return (['client_secret_basic', 'client_secret_post'] as const).find((method) => supported.includes(method))
}

const registrationForms = ['whole', 'localhost', 'least', 'confidential'] as const

/**
 * The form of a registration request: `whole` has all metadata, `localhost` one redirect URI with that host name,
 * `least` only the members that every server accepts, and `confidential` is `least` for a client with a secret.
 */
export type RegistrationForm = (typeof registrationForms)[number]

export function isRegistrationForm(value: unknown): value is RegistrationForm {
  return registrationForms.some((form) => form === value)
}

/** A client at an authorization server (RFC 6749 §2). */
export interface Client {
  readonly clientId: string
  readonly clientSecret?: string | undefined
  readonly tokenEndpointAuthMethod: TokenEndpointAuthMethod
  /** The server does not decode the credentials of `Basic` (RFC 6749 §2.3.1), so they are not encoded. */
  readonly plainBasic?: boolean | undefined
  /** The registered redirect URIs, where they are known. */
  readonly redirectUris?: readonly string[] | undefined
  /** Milliseconds since 1970. */
  readonly secretExpiresAt?: number | undefined
  /** The resource (RFC 8707) that the client registered for. */
  readonly resource?: string | undefined
  /** The name (`client_name`) that the client registered with. */
  readonly name?: string | undefined
  /** When the client registered, in milliseconds since 1970. */
  readonly registeredAt?: number | undefined
  /** The form of the accepted registration, where it was not `whole`. */
  readonly registeredAs?: RegistrationForm | undefined
  /** The time until which the authorization endpoint is not probed for this client, in ms since 1970. */
  readonly skipProbeUntil?: number | undefined
  /** The server no longer knows this client. */
  readonly retired?: boolean | undefined
  /** The scope that the client registered for. */
  readonly requestedScope?: string | undefined
  /** The scope in the registration response: a server may grant no other. */
  readonly scope?: string | undefined
}

/** Whether two registrations are the same. The ids do not tell, since some servers give every client the same id. */
export function isSameClient(one: ClientIdentity, other: ClientIdentity): boolean {
  return one.clientId === other.clientId && one.name === other.name && one.resource === other.resource
}

type ClientIdentity = Pick<Client, 'clientId' | 'name' | 'resource'>
