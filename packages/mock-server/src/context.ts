import type { Clients } from './clients.ts'
import type { TokenList } from './issued-tokens.ts'
import type { Settings } from './options.ts'
import type { Urls } from './urls.ts'

/** An authorization code, bound to the parameters of its request. */
export interface AuthorizationCode {
  readonly clientId: string
  readonly redirectUri: string
  readonly codeChallenge: string
  readonly resource: string | undefined
  readonly scope: string
  readonly family: string
  readonly expiresAt: number
  readonly used: boolean
}

/** The state that all endpoints share. */
export interface Context {
  readonly settings: Settings
  readonly urls: Urls
  readonly clients: Clients
  readonly codes: Map<string, AuthorizationCode>
  readonly tokens: TokenList
}

/** The reason to refuse the `resource` parameters (RFC 8707 §2), or `undefined`. */
export function refuseResource(resources: readonly string[], { settings }: Context): string | undefined {
  if (resources.length === 0) {
    return settings.resourceParameter === 'required' ? 'The parameter resource is missing.' : undefined
  }
  if (settings.resourceParameter === 'refused') return 'The parameter resource is not supported.'
  if (resources.some((resource) => resource !== settings.resource)) return `The resource is not ${settings.resource}.`
  return undefined
}
