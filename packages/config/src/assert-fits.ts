import { type Field, fieldAt, refuse } from './field.ts'
import type { AuthSettings } from './settings.ts'
import { type Warn, warningAt } from './warning.ts'
import { isLoopback, webUrl } from './web-url.ts'

/** @throws ConfigError `invalid_value` if settings of an auth block do not go together */
export function assertFits(settings: AuthSettings, auth: Field, warn: Warn): void {
  const { clientId, clientSecret, clientMetadataUrl, issuer, persist, redisUrl, tokenEndpointAuthMethod } = settings
  const refuseAt = (key: string, message: string): Error => refuse(fieldAt(auth, key) ?? auth, message)
  if (clientId !== undefined && clientMetadataUrl !== undefined) {
    throw refuseAt('client_metadata_url', 'client_metadata_url cannot be combined with client_id. Keep one.')
  }
  if (clientSecret !== undefined && clientId === undefined) {
    throw refuseAt(
      'client_secret',
      'client_secret needs client_id. Add the line `client_id: …`, or leave the secret out.',
    )
  }
  if (clientSecret !== undefined && issuer === undefined) {
    const why = 'it says to whom the secret may be sent'
    throw refuseAt('client_secret', `client_secret needs issuer: ${why}. Add the line \`issuer: https://…\`.`)
  }
  const url = issuer === undefined ? undefined : webUrl(issuer)
  if (url?.protocol === 'http:' && !isLoopback(url) && !settings.allow?.http?.includes(url.host)) {
    const like = 'Write it as the authorization server does, like https://auth.example.com.'
    throw refuseAt('issuer', `issuer must be an https URL. ${like} For an http URL, list its host in allow.http.`)
  }
  if (persist === 'redis' && redisUrl === undefined) {
    throw refuseAt('persist', 'persist: redis needs redis_url. Add the line `redis_url: redis://…`.')
  }
  const method = fieldAt(auth, 'token_endpoint_auth_method')
  if (method && tokenEndpointAuthMethod !== undefined && clientId === undefined) {
    warn(warningAt(method, 'token_endpoint_auth_method has no effect without client_id.'))
  }
}
