import { assertFits } from './assert-fits.ts'
import { assertOneOrigin } from './assert-one-origin.ts'
import type { AuthKey } from './auth-options.ts'
import { clientMetadataUrl, issuerUrl, redisUrl } from './auth-urls.ts'
import { account, parameters, redirectHost, redirectPath, redirectPort, scope } from './auth-values.ts'
import { boolean, oneOf, text } from './coerce.ts'
import { assertSet, type Field, fieldAt, fieldsOf, itemsOf, mapping } from './field.ts'
import { authLevel } from './known-keys.ts'
import { commandLine } from './location.ts'
import { readAllow } from './read-allow.ts'
import { readQuirks } from './read-quirks.ts'
import type { AuthSettings, AuthValues } from './settings.ts'
import { warnOfKeys } from './warn-of-keys.ts'
import type { Warn } from './warning.ts'

const stores = ['keyring', 'memory', 'file', 'redis'] as const
const authMethods = ['none', 'client_secret_basic', 'client_secret_post'] as const

/** @throws ConfigError `invalid_value` or `unset_variable` */
export function readAuth(auth: Field, warn: Warn): AuthSettings {
  mapping(auth, 'Write `auth: {}` to always sign in, `auth: { oauth: false }` never to, or leave it out.')
  warnOfKeys(auth, authLevel, warn)
  const settings = withDefaults(readAuthValues(auth, warn))
  assertFits(settings, auth, warn)
  return settings
}

/** Reads each field on its own. `assertFits` compares the fields with each other. */
export function readAuthValues(auth: Field, warn: Warn): AuthValues {
  const given = <T>(key: TopKey, read: (field: Field) => T): T | undefined => {
    const field = fieldAt(auth, key)
    return field && read(field)
  }
  /** Reads a field whose empty text means that there is no value. */
  const optional = <T>(key: TopKey, read: (field: Field) => T): T | undefined =>
    given(key, (field) => (field.node.kind === 'scalar' && text(field) === undefined ? undefined : read(field)))
  return {
    oauth: given('oauth', boolean),
    redirectPort: given('redirect_port', redirectPort),
    redirectPath: given('redirect_path', redirectPath),
    redirectHost: optional('redirect_host', redirectHost),
    scope: optional('scope', scope),
    persist: given('persist', (field) => oneOf(field, stores)),
    clientMetadataUrl: optional('client_metadata_url', clientMetadataUrl),
    clientId: given('client_id', text),
    clientSecret: given('client_secret', text),
    tokenEndpointAuthMethod: optional('token_endpoint_auth_method', (field) => oneOf(field, authMethods)),
    issuer: optional('issuer', issuerUrl),
    authorizationServer: given('authorization_server', authorizationServer),
    authorizationParams: given('authorization_params', parameters),
    allow: given('allow', (field) => readAllow(field, warn)),
    quirks: given('quirks', (field) => readQuirks(field, warn)),
    account: given('account', account),
    redisUrl: optional('redis_url', redisUrl),
  }
}

/** The keys of an auth block, without those of its mappings. */
type TopKey = AuthKey extends infer Key ? (Key extends `${infer Top}.${string}` ? Top : Key) : never

export function withDefaults(settings: AuthValues): AuthSettings {
  const { oauth = true, redirectPort: port = 3030, redirectPath: path = '/callback' } = settings
  return { ...settings, oauth, redirectPort: port, redirectPath: path }
}

function authorizationServer(field: Field): Readonly<Record<string, unknown>> {
  mapping(field, `Write it like \`${field.label}: { issuer: https://auth.example.com, … }\`.`)
  const members = fieldsOf(field).map(([key, member]) => [key, jsonOf(member)] as const)
  // A document that a person typed may name any origin.
  if (field.node.location.source.file !== commandLine) assertOneOrigin(field)
  return Object.fromEntries(members)
}

/** A field as a value of JSON. @throws ConfigError `unset_variable` */
function jsonOf(field: Field): unknown {
  assertSet(field)
  const { node } = field
  if (node.kind === 'scalar') return node.value
  if (node.kind === 'list') return itemsOf(field).map(jsonOf)
  return Object.fromEntries(fieldsOf(field).map(([key, member]) => [key, jsonOf(member)]))
}
