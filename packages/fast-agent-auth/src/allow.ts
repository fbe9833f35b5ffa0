import type { Network } from '@fast-agent-auth/discovery/untrusted'
import type { SessionOptions } from '@fast-agent-auth/flow/internal'

/** Departures from the safe defaults, for servers that a person knows better than the rules do. */
export interface Allow {
  /**
   * Exact hosts, with their port where they have one, that may be asked over http; each must resolve to a private or
   * loopback address. Deno and Bun look that up before each request, Node connects to what was looked up. With a `fetch`
   * of your own, requests to the MCP server itself are not looked up. Default: none but loopback.
   */
  readonly http?: readonly string[] | undefined
  /**
   * Networks in which what the server names may be, besides everybody's and the server's own: `['private']` for an
   * authorization server in a company's network. Default: none.
   */
  readonly networks?: readonly Network[] | undefined
  /** Origins, besides the server's own, from which it may name its resource metadata. Default: none. */
  readonly metadataOrigins?: readonly string[] | undefined
  /** Whether an authorization server that publishes no PKCE methods is taken to know S256. Default: false, it is refused. */
  readonly unadvertisedPkce?: boolean | undefined
  /** Whether servers of MCP 2025-03-26, without resource metadata, are served. Default: true. */
  readonly legacyServers?: boolean | undefined
}

type Rules = Pick<SessionOptions, 'httpHosts' | 'networks' | 'resourceMetadataOrigins' | 'pkce' | 'legacy'>

/** The same in the words of the packages below, each of which has a name of its own for its rule. */
export function rulesOf(allow: Allow): Rules {
  const { http, networks, metadataOrigins, unadvertisedPkce, legacyServers } = allow
  const pkce = unadvertisedPkce ? 'assume-s256' : 'require-advertised'
  return {
    httpHosts: http,
    networks,
    resourceMetadataOrigins: metadataOrigins,
    // Unsaid, the rules that are known for a provider count.
    pkce: unadvertisedPkce === undefined ? undefined : pkce,
    legacy: legacyServers,
  }
}
