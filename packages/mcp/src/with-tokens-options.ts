import type { Secrets } from '@fast-agent-auth/flow/internal'

export interface WithTokensOptions {
  /** The MCP endpoint. Tokens are sent to its origin only. */
  readonly serverUrl: string
  /** The `fetch` that sends the requests. Default: the global one at the time of the request. */
  readonly fetch?: typeof globalThis.fetch | undefined
  /** Whether a request may wait for a person to sign in. Default: false, and it throws `login_required`. */
  readonly interactive?: boolean | undefined
  readonly onEvent?: ((event: McpEvent) => void) | undefined
  /** Takes the caller's own credentials from a refused request as secrets, since the server may repeat them. */
  readonly secrets?: Pick<Secrets, 'learn'> | undefined
  /** Milliseconds since 1970. Default: `Date.now`. */
  readonly now?: (() => number) | undefined
  /** Waits for `duration` ms, or until the signal aborts. Default: a timer. */
  readonly pause?: ((duration: number, signal?: AbortSignal) => Promise<void>) | undefined
}

/**
 * The stream of an SSE connection could not be opened. The transport gets the refusal and not the error, since it would
 * lose the error's type, and reconnect.
 */
export interface McpEvent {
  readonly type: 'stream_unauthorized'
  readonly serverUrl: string
  readonly error: unknown
}
