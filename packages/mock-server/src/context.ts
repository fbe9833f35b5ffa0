import type { Clients } from './clients.ts'
import type { TokenList } from './issued-tokens.ts'
import type { Settings } from './options.ts'
import type { Urls } from './urls.ts'

/** A code, bound to all that it was asked for with. */
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

/** What the endpoints share. */
export interface Context {
  readonly settings: Settings
  readonly urls: Urls
  readonly clients: Clients
  readonly codes: Map<string, AuthorizationCode>
  readonly tokens: TokenList
}

/** Why the `resource` parameters are refused, or `undefined`. */
export function refuseResource(resources: readonly string[], { settings }: Context): string | undefined {
  if (resources.length === 0) {
    return settings.resourceParameter === 'required' ? 'The parameter resource is missing.' : undefined
  }
  if (settings.resourceParameter === 'refused') return 'The parameter resource is not supported.'
  if (resources.some((resource) => resource !== settings.resource)) return `The resource is not ${settings.resource}.`
  return undefined
}
