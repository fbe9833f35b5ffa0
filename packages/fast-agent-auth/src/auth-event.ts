import type { CallbackEvent } from '@fast-agent-auth/callback-server'
import type { FlowEvent } from '@fast-agent-auth/flow'
import type { McpEvent } from '@fast-agent-auth/mcp'

/** Everything that happens, by `type`. No event holds a token, a code or a secret. */
export type AuthEvent = FlowEvent | CallbackEvent | McpEvent | StoreFallback

/** There is no keychain: tokens live in memory, until this process ends. */
export interface StoreFallback {
  readonly type: 'store_fallback'
  /** Why, and what to do about it. */
  readonly reason: string
  readonly error: unknown
}
