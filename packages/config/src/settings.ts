/** The checked settings of one MCP server. */
export interface ServerSettings {
  readonly name: string
  readonly transport: 'http' | 'sse' | 'stdio'
  /** The URL as it is written. Absent only if the transport is `stdio`. */
  readonly url?: string | undefined
  readonly headers: Readonly<Record<string, string>>
  /** Absent if there is no auth block. */
  readonly auth?: AuthSettings | undefined
  /** The location of each setting, by its path below the server: `auth.redis_url` in `fast-agent.yaml:12`. */
  readonly locations?: Readonly<Record<string, string>> | undefined
}

/** The auth block of a server, with the defaults filled in. */
export interface AuthSettings {
  readonly oauth: boolean
  readonly redirectPort: number
  readonly redirectPath: string
  readonly redirectHost?: '127.0.0.1' | 'localhost' | '[::1]' | undefined
  /** The scopes, separated by blanks, even if a list is written. */
  readonly scope?: string | undefined
  /** The store. Absent: the program chooses, if possible the keychain. */
  readonly persist?: 'keyring' | 'memory' | 'file' | 'redis' | undefined
  readonly clientMetadataUrl?: string | undefined
  readonly clientId?: string | undefined
  readonly clientSecret?: string | undefined
  readonly tokenEndpointAuthMethod?: 'none' | 'client_secret_basic' | 'client_secret_post' | undefined
  /** The authorization server, whether the MCP server names one or not. */
  readonly issuer?: string | undefined
  readonly authorizationParams?: Readonly<Record<string, string>> | undefined
  /** The metadata of the authorization server, with the names of RFC 8414, if none is published. */
  readonly authorizationServer?: Readonly<Record<string, unknown>> | undefined
  readonly allow?: AllowSettings | undefined
  readonly quirks?: QuirkSettings | undefined
  readonly account?: string | undefined
  /** Set if `persist` is `redis`. */
  readonly redisUrl?: string | undefined
}

/** The written settings of an auth block, without defaults. */
export type AuthValues = { readonly [Key in keyof AuthSettings]?: AuthSettings[Key] | undefined }

/** Rules for a server that departs from the specifications. */
export interface QuirkSettings {
  readonly resourceParameter?: 'omit' | undefined
  readonly audienceParameter?: 'resource' | undefined
  readonly offlineAccess?: 'omit' | undefined
  readonly refreshScope?: 'repeat' | undefined
}

/** Departures from the safe defaults. */
export interface AllowSettings {
  /** Exact hosts that may be asked over http. */
  readonly http?: readonly string[] | undefined
  /** Networks, besides the public one and its own, in which a server may name URLs. */
  readonly networks?: readonly ('loopback' | 'private' | 'link_local')[] | undefined
  /** Origins, besides the server's own, from which it may name its resource metadata. */
  readonly metadataOrigins?: readonly string[] | undefined
  /** Whether the authorization server supports PKCE even if it does not say so. */
  readonly unadvertisedPkce?: boolean | undefined
  readonly legacyServers?: boolean | undefined
}
