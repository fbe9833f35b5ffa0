import type { Network } from '@fast-agent-auth/discovery/untrusted'
import type { Limits } from './limits.ts'
import type { Resolve } from './resolve.ts'

export interface GuardedFetchOptions {
  /**
   * The MCP server of the user. Only where it is on this machine or in a private network may other hosts be there too.
   * For addresses in URLs, the server's URL decides; for names, the address of the first connection to the server, or
   * of a lookup before that. Requests to this URL that accept a `text/event-stream` are MCP's own: their size and time
   * are not limited.
   */
  readonly serverUrl?: string | undefined
  /** Networks that are allowed too. Default: none. */
  readonly networks?: readonly Network[] | undefined
  /**
   * Hosts, with or without a port, that may be asked without TLS. Connections to them, with TLS too, go only to private
   * addresses and to this machine, and never through a proxy. Default: none.
   */
  readonly httpHosts?: readonly string[] | undefined
  readonly limits?: Partial<Limits> | undefined
  /**
   * The `fetch` that sends allowed requests. Default: the global one. Another `fetch` makes its connections itself, so
   * the addresses of a name are not checked, and a name of `httpHosts` is looked up before each request.
   */
  readonly fetch?: typeof globalThis.fetch | undefined
  /** Resolves names, unless a proxy resolves them itself. Default: as the system does. */
  readonly resolve?: Resolve | undefined
  /**
   * The environment, for `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY`. Default: the environment of the process, or none
   * if `fetch` is set.
   */
  readonly env?: Readonly<Record<string, string | undefined>> | undefined
}
