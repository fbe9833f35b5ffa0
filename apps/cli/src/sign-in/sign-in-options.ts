import { type ServerSettings, toAuthOptions } from '@fast-agent-auth/config'
import type { AuthOptions } from 'fast-agent-auth'
import { CliError, exitCodes } from '../errors/cli-error.ts'
import type { ChosenServer, Transport } from '../servers/choose-server.ts'
import type { StoreFlags } from '../stores/store-name.ts'
import type { World } from '../world.ts'

/** The options of the command line about a sign-in, which win over the configuration. */
export interface SignInFlags extends StoreFlags {
  readonly account?: string | undefined
  readonly scope?: string | undefined
  readonly transport?: Transport | undefined
  readonly redirectPort?: number | undefined
  readonly clientId?: string | undefined
  readonly clientMetadataUrl?: string | undefined
  readonly issuer?: string | undefined
  /** Other settings, as `key=value`. */
  readonly set?: readonly string[] | undefined
}

/** The options of `createAuth` for a server, from the command line, else from the configuration. */
export function signInOptions(
  { settings }: Pick<ChosenServer, 'settings'>,
  flags: SignInFlags,
  { env }: Pick<World, 'env'>,
): AuthOptions {
  const configured: AuthOptions = toAuthOptions(settings)
  const { account, scope, issuer, redirectPort } = flags
  return {
    ...configured,
    account: account ?? configured.account,
    scope: scope ?? configured.scope,
    // A person who typed an issuer did not choose the endpoints that a file names for it.
    authorizationServer: issuer !== undefined && isOfFile(settings) ? undefined : configured.authorizationServer,
    issuer: issuer === undefined ? configured.issuer : checkedIssuer(issuer),
    client: clientOf(flags, settings, env) ?? configured.client,
    // A port that a person typed has no fallback.
    redirect:
      redirectPort === undefined
        ? configured.redirect
        : { ...configured.redirect, port: redirectPort, fallbackPorts: [] },
  }
}

function isOfFile({ locations = {} }: ServerSettings): boolean {
  return Object.keys(locations).some((path) => path.startsWith('auth.authorization_server'))
}

/** The issuer, after a check. The error does not repeat it, since it may hold a password. */
function checkedIssuer(issuer: string): string {
  if (URL.canParse(issuer) && !/[?#]|^[^/]*\/\/[^/]*@/.test(issuer)) return issuer
  throw new CliError(exitCodes.usage, '--issuer must be a URL without user name, query and fragment.', {
    hint: 'Write it as the authorization server does, like https://auth.example.com',
  })
}

function clientOf(
  { clientId, clientMetadataUrl, issuer }: SignInFlags,
  settings: ServerSettings,
  env: World['env'],
): AuthOptions['client'] {
  if (clientId !== undefined && clientMetadataUrl !== undefined) {
    throw new CliError(exitCodes.usage, 'Use either --client-id or --client-metadata-url.')
  }
  if (clientMetadataUrl !== undefined) return { metadataUrl: clientMetadataUrl }
  if (clientId === undefined) return undefined
  // There is no option for the secret, since every user of a machine sees the arguments of every program.
  const secret = env.FAST_AGENT_AUTH_CLIENT_SECRET || undefined
  if (secret !== undefined && issuer === undefined) {
    const hint = 'Add --issuer <url>, the authorization server that the secret is for. The secret is sent to no other.'
    throw new CliError(
      exitCodes.usage,
      'FAST_AGENT_AUTH_CLIENT_SECRET is set, but no issuer says which server it is for.',
      { hint },
    )
  }
  return { id: clientId, secret, tokenEndpointAuthMethod: methodOf(clientId, settings) }
}

type AuthMethodName = NonNullable<ServerSettings['auth']>['tokenEndpointAuthMethod']

/** The client authentication of a typed client, if it was typed too, or is configured for the same client. */
function methodOf(id: string, { auth, locations = {} }: ServerSettings): AuthMethodName {
  const isTyped = locations['auth.token_endpoint_auth_method'] === undefined
  return isTyped || auth?.clientId === id ? auth?.tokenEndpointAuthMethod : undefined
}
