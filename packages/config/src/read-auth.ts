import { assertFits } from './assert-fits.ts'
import { clientMetadataUrl, issuerUrl, redisUrl } from './auth-urls.ts'
import { account, networks, parameters, redirectHost, redirectPath, redirectPort, scope } from './auth-values.ts'
import { boolean, oneOf, text } from './coerce.ts'
import { authLevel } from './known-keys.ts'
import { mapping, type Setting, settingAt } from './setting.ts'
import type { AuthSettings } from './settings.ts'
import { warnOfKeys } from './warn-of-keys.ts'
import type { Warn } from './warning.ts'

const stores = ['keyring', 'memory', 'file', 'redis'] as const
const authMethods = ['none', 'client_secret_basic', 'client_secret_post'] as const
const pkceModes = ['require-advertised', 'assume-s256'] as const

/** @throws ConfigError `invalid_value` or `unset_variable` */
export function readAuth(auth: Setting, warn: Warn): AuthSettings {
  mapping(auth, 'Write `auth: {}` to always sign in, `auth: { oauth: false }` never to, or leave it out.')
  warnOfKeys(auth, authLevel, warn)
  const given = <T>(key: string, read: (setting: Setting) => T): T | undefined => {
    const setting = settingAt(auth, key)
    return setting && read(setting)
  }
  /** Where an empty text says that there is none. */
  const optional = <T>(key: string, read: (setting: Setting) => T): T | undefined =>
    given(key, (setting) => (setting.node.kind === 'scalar' && text(setting) === undefined ? undefined : read(setting)))
  const settings: AuthSettings = {
    oauth: given('oauth', boolean) ?? true,
    redirectPort: given('redirect_port', redirectPort) ?? 3030,
    redirectPath: given('redirect_path', redirectPath) ?? '/callback',
    redirectHost: optional('redirect_host', redirectHost),
    scope: optional('scope', scope),
    persist: given('persist', (setting) => oneOf(setting, stores)),
    clientMetadataUrl: optional('client_metadata_url', clientMetadataUrl),
    clientId: given('client_id', text),
    clientSecret: given('client_secret', text),
    tokenEndpointAuthMethod: optional('token_endpoint_auth_method', (setting) => oneOf(setting, authMethods)),
    issuer: optional('issuer', issuerUrl),
    authorizationParams: given('authorization_params', parameters),
    pkce: optional('pkce', (setting) => oneOf(setting, pkceModes)),
    networks: optional('networks', networks),
    account: given('account', account),
    redisUrl: optional('redis_url', redisUrl),
  }
  assertFits(settings, auth, warn)
  return settings
}
