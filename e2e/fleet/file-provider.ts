import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type {
  OAuthClientInformationMixed,
  OAuthClientProvider,
  OAuthDiscoveryState,
  OAuthTokens,
} from '@modelcontextprotocol/client'

interface Kept {
  readonly client?: OAuthClientInformationMixed | undefined
  readonly tokens?: OAuthTokens | undefined
}

/**
 * The code that an application has to write for the official SDKs: a provider with the members of their guides. What other
 * processes must know is in one file, read each time and replaced as a whole.
 */
export function fileProvider(path: string, redirectToAuthorization: (url: URL) => void): OAuthClientProvider {
  const redirectUrl = 'http://127.0.0.1:8090/callback'
  let verifier = ''
  let discovery: OAuthDiscoveryState | undefined
  const keep = (change: Kept): void => replaceJson(path, { ...readJson(path), ...change })
  return {
    redirectUrl,
    clientMetadata: {
      client_name: 'fleet',
      redirect_uris: [redirectUrl],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      token_endpoint_auth_method: 'none',
    },
    state: () => crypto.randomUUID(),
    clientInformation: () => readJson(path).client,
    saveClientInformation: (client) => keep({ client }),
    tokens: () => readJson(path).tokens,
    saveTokens: (tokens) => keep({ tokens }),
    redirectToAuthorization,
    saveCodeVerifier(created) {
      verifier = created
    },
    codeVerifier: () => verifier,
    discoveryState: () => discovery,
    saveDiscoveryState(state) {
      discovery = state
    },
    // Without it, a refresh token that is dead stays for ever.
    invalidateCredentials(scope) {
      if (scope === 'all' || scope === 'tokens') keep({ tokens: undefined })
      if (scope === 'all' || scope === 'client') keep({ client: undefined })
      if (scope === 'all' || scope === 'discovery') discovery = undefined
    },
  }
}

function readJson(path: string): Kept {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return {}
  }
}

function replaceJson(path: string, kept: Kept): void {
  const temporary = `${path}.${process.pid}`
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(temporary, JSON.stringify(kept), { mode: 0o600 })
  renameSync(temporary, path)
}
