import { isSameIssuer, tell } from '@fast-agent-auth/discovery'
import { shownUrl } from '@fast-agent-auth/discovery/untrusted'
import type { TokenStore } from '@fast-agent-auth/token-store'
import type { FlowEvent } from '../events.ts'
import { parseServerKey, serverKey } from '../server-key.ts'
import { tokenKey } from '../tokens/stored-tokens.ts'
import { parseTokenRecord } from '../tokens/token-record.ts'
import type { PendingSignIn } from './begin.ts'

interface KnownIssuerOptions {
  readonly store: TokenStore
  readonly account?: string | undefined
  readonly onEvent?: ((event: FlowEvent) => void) | undefined
}

/**
 * Tells a person, before a browser opens, that the authorization server may not ask: one client for several MCP servers,
 * which a person agreed to for another of them, gets tokens without a question.
 */
export async function tellKnownIssuer(pending: PendingSignIn, options: KnownIssuerOptions): Promise<void> {
  const { serverUrl, issuer } = pending
  const other = await otherServerOf(pending, options)
  if (other === undefined) return
  const message = `You are signed in to ${shownUrl(other)} by the same authorization server and as the same client. It may give ${shownUrl(serverUrl)} access without asking you.`
  tell(options.onEvent, { type: 'notice', rule: 'known_issuer', serverUrl, issuer, message })
}

/** Another MCP server for which this account has tokens of the same client. */
async function otherServerOf(
  { serverUrl, issuer, clientId }: PendingSignIn,
  { store, account }: KnownIssuerOptions,
): Promise<string | undefined> {
  const own = tokenKey(serverKey(serverUrl, account))
  for (const key of await store.keys()) {
    if (key === own || !key.startsWith(tokenKey(''))) continue
    const other = parseServerKey(key.slice(tokenKey('').length))
    if (other.account !== account) continue
    const tokens = parseTokenRecord((await store.get(key)) ?? '')?.tokens
    if (tokens?.clientId === clientId && isSameIssuer(tokens.issuer, issuer)) return other.serverUrl
  }
  return undefined
}
