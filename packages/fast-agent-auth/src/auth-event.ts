import type { CallbackEvent } from '@fast-agent-auth/callback-server'
import type { EventSubject, FlowEvent } from '@fast-agent-auth/flow'
import type { McpEvent } from '@fast-agent-auth/mcp'

/**
 * Everything that happens, by `type`, with the server and account that it is about. No event holds a token, a code or a
 * secret. The types are a closed union; an oddity of a server is a `notice`, whose `rule` may be one of a later version.
 */
export type AuthEvent = SourceEvent & EventSubject

/** An event as its source sends it. */
export type SourceEvent = FlowEvent | CallbackEvent | McpEvent | StoreFallback

/** There is no keychain, so tokens are kept in memory until this process ends. */
export interface StoreFallback {
  readonly type: 'store_fallback'
  /** The reason, and what to do about it. */
  readonly reason: string
  readonly error: unknown
}
