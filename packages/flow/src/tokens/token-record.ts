import { allNetworks, parseObject, refuseUrl } from '@fast-agent-auth/discovery/untrusted'
import { isTokenEndpointAuthMethod } from '../protocol/client.ts'
import { isAccessToken, isRefreshToken } from '../protocol/token-syntax.ts'
import type { TokenSet } from './token-set.ts'

/** The record that a store keeps for a server and account. */
export interface TokenRecord {
  readonly tokens: TokenSet
  /**
   * When the MCP server last refused these tokens although they had been renewed, in ms since 1970. It decides whether
   * they are refreshed again for now, and says nothing about their validity.
   */
  readonly refusedAt?: number | undefined
  readonly refreshFailure?: RefreshFailure | undefined
}

/** The last failed refresh with the refresh token of the record. */
export interface RefreshFailure {
  /** Milliseconds since 1970. */
  readonly at: number
  /** How many final answers there were in a row; 0 after a first server error, which may pass. */
  readonly times: number
  readonly code: string
}

export function serializeTokenRecord(record: TokenRecord): string {
  return JSON.stringify({ version: 1, ...record })
}

/** The limit of most servers for a header, in bytes: a longer access token is of no use. */
const usualLimit = 16_384

/**
 * The greatest length of the record after a refresh, in bytes. New tokens are about as long as the old ones, and longer
 * where they name more rights.
 */
export function refreshedLength(tokens: TokenSet): number {
  return Math.max(usualLimit, 2 * new TextEncoder().encode(serializeTokenRecord({ tokens })).length)
}

const strings = ['issuer', 'tokenEndpoint', 'clientId', 'resource', 'tokenType'] as const
const optionalStrings = ['revocationEndpoint', 'requestedScope', 'scope'] as const

/** The record in a text, or `undefined` where the text is damaged. */
export function parseTokenRecord(text: string): TokenRecord | undefined {
  const { version, tokens, refusedAt, refreshFailure, ...others } = (parseObject(text) ?? {}) as Record<
    string,
    unknown
  > & { tokens?: Record<string, unknown> }
  if (version !== 1 || typeof tokens !== 'object' || tokens === null) return undefined
  const whole =
    strings.every((name) => typeof tokens[name] === 'string') &&
    optionalStrings.every((name) => tokens[name] === undefined || typeof tokens[name] === 'string') &&
    isAccessToken(tokens.accessToken) &&
    (tokens.refreshToken === undefined || isRefreshToken(tokens.refreshToken)) &&
    URL.canParse(String(tokens.issuer)) &&
    [tokens.tokenEndpoint, tokens.revocationEndpoint ?? tokens.tokenEndpoint].every(isEndpoint) &&
    isTokenEndpointAuthMethod(tokens.tokenEndpointAuthMethod) &&
    typeof tokens.signedInAt === 'number' &&
    typeof tokens.obtainedAt === 'number' &&
    (tokens.expiresAt === undefined || typeof tokens.expiresAt === 'number')
  if (!whole) return undefined
  // Each member was checked above. Unknown members are kept, for the version that wrote them.
  return {
    ...others,
    tokens: tokens as unknown as TokenSet,
    refusedAt: typeof refusedAt === 'number' ? refusedAt : undefined,
    refreshFailure: isRefreshFailure(refreshFailure) ? refreshFailure : undefined,
  }
}

/** Whether a value can be the URL of an endpoint. A host without TLS is checked before a request. */
function isEndpoint(url: unknown): boolean {
  const httpHosts = typeof url === 'string' && URL.canParse(url) ? [new URL(url).host] : []
  return refuseUrl(url, { networks: allNetworks, httpHosts }) === undefined
}

function isRefreshFailure(value: unknown): value is RefreshFailure {
  if (typeof value !== 'object' || value === null) return false
  const { at, times, code } = value as Record<string, unknown>
  return typeof at === 'number' && typeof times === 'number' && typeof code === 'string'
}
