import type { Network } from '@fast-agent-auth/discovery/untrusted'
import type { SessionOptions } from '@fast-agent-auth/flow/internal'

/** Departures from the safe defaults, for servers that a person knows better than the rules do. */
export interface Allow {
  /**
   * Exact hosts, with their port where they have one, that may be asked over http; each must resolve to a private or
   * loopback address. Deno and Bun look up the host before each request; Node connects to the address that was looked
   * up. With a `fetch` of your own, requests to the MCP server itself are not looked up. Default: none but loopback.
   */
  readonly http?: readonly string[] | undefined
  /**
   * Networks in which hosts that the server names may be, besides the public internet and the server's own network:
   * `['private']` for an authorization server in a company's network. Default: none.
   */
  readonly networks?: readonly Network[] | undefined
  /** Origins, besides the server's own, from which it may name its resource metadata. Default: none. */
  readonly metadataOrigins?: readonly string[] | undefined
  /** Whether an authorization server that publishes no PKCE methods is taken to know S256. Default: false, it is refused. */
  readonly unadvertisedPkce?: boolean | undefined
  /** Whether servers of MCP 2025-03-26, without resource metadata, are accepted. Default: true. */
  readonly legacyServers?: boolean | undefined
}

type Rules = Pick<SessionOptions, 'httpHosts' | 'networks' | 'resourceMetadataOrigins' | 'pkce' | 'legacy'>

/** The same rules under the names that the packages below have for them. */
export function rulesOf(allow: Allow): Rules {
  const { http, networks, metadataOrigins, unadvertisedPkce, legacyServers } = allow
  const pkce = unadvertisedPkce ? 'assume-s256' : 'require-advertised'
  return {
    httpHosts: http,
    networks,
    resourceMetadataOrigins: metadataOrigins,
    // If it is not set, the rules that are known for a provider count.
    pkce: unadvertisedPkce === undefined ? undefined : pkce,
    legacy: legacyServers,
  }
}
