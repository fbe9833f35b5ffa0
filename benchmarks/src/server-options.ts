/** The options on the command line of the process that serves. */
export interface ServerOptions {
  /** Whether the authorization server is on another origin than the MCP server. */
  readonly separate?: boolean | undefined
  /** Whether clients may be known by a metadata document. */
  readonly documents?: boolean | undefined
  /** Whether the resource metadata is at the root alone, and no challenge says so. */
  readonly atRoot?: boolean | undefined
  /** Seconds that the token of a sign-in is said to live. Those of a refresh live an hour. */
  readonly lifetime?: number | undefined
  /** Whether no answer says how long a token lives. */
  readonly unsaid?: boolean | undefined
}

export type Question = 'expire' | 'refreshes'

/** Milliseconds that each request takes. */
export const latency = 50
