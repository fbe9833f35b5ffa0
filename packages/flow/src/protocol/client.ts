const tokenEndpointAuthMethods = ['none', 'client_secret_basic', 'client_secret_post'] as const

export type TokenEndpointAuthMethod = (typeof tokenEndpointAuthMethods)[number]

export function isTokenEndpointAuthMethod(value: unknown): value is TokenEndpointAuthMethod {
  return tokenEndpointAuthMethods.some((method) => method === value)
}

/** How a client with a secret sends it to a server that lists these methods; `undefined` where it lists neither. */
export function secretMethod(supported: readonly string[] = []): TokenEndpointAuthMethod | undefined {
  return (['client_secret_basic', 'client_secret_post'] as const).find((method) => supported.includes(method))
}

const registrationForms = ['whole', 'localhost', 'least', 'confidential'] as const

/**
 * The form of a registration: all that we are, one redirect to `localhost`, no more than any server takes, or as
 * little and with a secret.
 */
export type RegistrationForm = (typeof registrationForms)[number]

export function isRegistrationForm(value: unknown): value is RegistrationForm {
  return registrationForms.some((form) => form === value)
}

/** Who we are at an authorization server. */
export interface Client {
  readonly clientId: string
  readonly clientSecret?: string | undefined
  readonly tokenEndpointAuthMethod: TokenEndpointAuthMethod
  /** Its id and secret stand behind `Basic` as they are, since the server does not decode them (RFC 6749 §2.3.1). */
  readonly plainBasic?: boolean | undefined
  /** The redirect URIs that were registered, where they are known. */
  readonly redirectUris?: readonly string[] | undefined
  /** Milliseconds since 1970. */
  readonly secretExpiresAt?: number | undefined
  /** The resource (RFC 8707) that it registered itself for. */
  readonly resource?: string | undefined
  /** Under which name it registered itself. */
  readonly name?: string | undefined
  /** When it registered itself, in milliseconds since 1970. */
  readonly registeredAt?: number | undefined
  /** The form of our registration that was accepted, where that was not the whole. */
  readonly registeredAs?: RegistrationForm | undefined
  /** Until when its server is taken to lead no program on, in milliseconds since 1970. */
  readonly silentUntil?: number | undefined
  /** The server has said that it does not know it. */
  readonly retired?: boolean | undefined
  /** The scope that it registered itself for. */
  readonly requestedScope?: string | undefined
  /** The scope that the answer names: a server may grant it no other. */
  readonly scope?: string | undefined
}

/** Whether two registrations are the same one. Their id alone does not say so: some servers give everybody the same one. */
export function isSameClient(one: ClientIdentity, other: ClientIdentity): boolean {
  return one.clientId === other.clientId && one.name === other.name && one.resource === other.resource
}

type ClientIdentity = Pick<Client, 'clientId' | 'name' | 'resource'>
