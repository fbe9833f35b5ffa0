import type { AuthSettings, ServerSettings } from './settings.ts'

/** The options of `createAuth` of fast-agent-auth that a configuration can set. */
export interface SignInOptions {
  readonly account?: string | undefined
  readonly scope?: string | undefined
  readonly client?: PreRegistered | { readonly metadataUrl: string } | undefined
  readonly redirect?:
    | {
        readonly host?: '127.0.0.1' | 'localhost' | '[::1]' | undefined
        readonly port: number
        readonly path: string
      }
    | undefined
  readonly issuer?: string | undefined
  readonly authorizationParams?: Readonly<Record<string, string>> | undefined
  readonly authorizationServer?: AuthSettings['authorizationServer']
  readonly allow?: AuthSettings['allow']
  readonly quirks?: AuthSettings['quirks']
}

interface PreRegistered {
  readonly id: string
  readonly secret?: string | undefined
  readonly tokenEndpointAuthMethod?: AuthSettings['tokenEndpointAuthMethod']
}

/** The options for `createAuth` of fast-agent-auth. Without an auth block there are none, so its defaults hold. */
export function toAuthOptions({ auth }: ServerSettings): SignInOptions {
  if (!auth) return {}
  const { account, scope, issuer, authorizationServer, authorizationParams, allow, quirks } = auth
  const { redirectHost, redirectPort, redirectPath } = auth
  return {
    account,
    scope,
    client: clientOf(auth),
    redirect: { host: redirectHost, port: redirectPort, path: redirectPath },
    issuer,
    authorizationServer,
    authorizationParams,
    allow,
    quirks,
  }
}

function clientOf(auth: AuthSettings): SignInOptions['client'] {
  const { clientId, clientSecret, tokenEndpointAuthMethod, clientMetadataUrl } = auth
  if (clientId !== undefined) return { id: clientId, secret: clientSecret, tokenEndpointAuthMethod }
  return clientMetadataUrl === undefined ? undefined : { metadataUrl: clientMetadataUrl }
}
