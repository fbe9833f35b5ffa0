import type { Quirks } from '@fast-agent-auth/discovery'
import { allNetworks } from '@fast-agent-auth/discovery/untrusted'
import type { PreRegisteredClient, SelfRegisteringClient } from '@fast-agent-auth/flow'
import type { Allow } from './allow.ts'
import type { AuthOptions, RedirectOptions } from './auth-options.ts'
import {
  anything,
  callable,
  document,
  filledText,
  flag,
  hosts,
  issuerUrl,
  type Kind,
  listOf,
  milliseconds,
  oneOf,
  orFalse,
  record,
  required,
  scopes,
  store,
  text,
  texts,
} from './option-kind.ts'

type Table<T> = Readonly<Record<keyof T, Kind>>

const client: Table<PreRegisteredClient & SelfRegisteringClient> = {
  id: required(text),
  secret: text,
  tokenEndpointAuthMethod: oneOf('none', 'client_secret_basic', 'client_secret_post'),
  redirectUris: texts,
  metadataUrl: text,
  name: text,
  uri: text,
  logoUri: text,
  softwareId: text,
  softwareVersion: text,
}

// The callback server checks them, if there is one.
const redirect: Table<RedirectOptions> = {
  host: anything,
  port: anything,
  path: anything,
  fallbackPorts: anything,
  listen: callable,
  readPasted: callable,
}

const quirks: Table<Quirks> = {
  pkce: oneOf('assume-s256'),
  tenantPlaceholder: text,
  tokenEndpointAuthMethods: texts,
  resourceParameter: oneOf('omit'),
  audienceParameter: oneOf('resource'),
  offlineAccess: oneOf('omit'),
  authorizationParams: record(`{ prompt: 'consent' }`),
  refreshScope: oneOf('repeat'),
  redirectHost: oneOf('localhost', '127.0.0.1'),
}

const allow: Table<Allow> = {
  http: hosts,
  networks: listOf(...allNetworks),
  metadataOrigins: texts,
  unadvertisedPkce: flag,
  legacyServers: flag,
}

const options: Table<AuthOptions> = {
  account: filledText,
  store,
  scope: scopes,
  client: record(`{ name: 'my-agent' }`, client),
  redirect: record('{ port: 3030 }', redirect),
  interactive: flag,
  issuer: issuerUrl,
  authorizationServer: document(`{ issuer: 'https://as.example.com' }`),
  allow: record('{ unadvertisedPkce: true }', allow),
  authorizationParams: record(`{ prompt: 'consent' }`),
  quirks: orFalse(record(`{ pkce: 'assume-s256' }`, quirks)),
  timeout: milliseconds,
  openBrowser: callable,
  fetch: callable,
  redact: texts,
  onEvent: callable,
}

/** All options, with their members. */
export const authOptionKinds: Kind = required(record(`{ scope: 'mcp:read' }`, options))
