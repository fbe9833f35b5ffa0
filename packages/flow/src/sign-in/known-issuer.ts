import { displayUrl, tell } from '@fast-agent-auth/discovery/untrusted'
import type { TokenStore } from '@fast-agent-auth/token-store'
import type { FlowEvent } from '../events.ts'
import { parseServerKey, serverKey } from '../server-key.ts'
import { tokenKey } from '../tokens/stored-tokens.ts'
import { parseTokenRecord } from '../tokens/token-record.ts'
import type { AuthorizationRequest } from './begin.ts'

interface KnownIssuerOptions {
  readonly store: TokenStore
  /** The account whose sign-ins count. Default: all accounts, which belong to the person at this machine. */
  readonly ofAccount?: { readonly account?: string | undefined } | undefined
  readonly onEvent?: ((event: FlowEvent) => void) | undefined
}

/**
 * Tells a person, before a browser opens, that the authorization server may not ask: where one client is used for
 * several MCP servers, a person who approved it for one may get tokens for another without a question. Never fails.
 */
export async function tellKnownIssuer(request: AuthorizationRequest, options: KnownIssuerOptions): Promise<void> {
  const { serverUrl, issuer } = request.pending
  // Without a listener the search is skipped: a store may be large.
  if (!options.onEvent) return
  const other = await otherServerOf(request, options)
  if (other === undefined) return
  const [shownOther, shown] = [displayUrl(other), displayUrl(serverUrl)]
  const known = shownOther === shown ? `${shown} with another account` : shownOther
  const message = `You are signed in to ${known} by the same authorization server and as the same client. It may give ${shown} access without asking you${shownOther === shown ? ', as the person who is signed in there' : ''}.`
  tell(options.onEvent, { type: 'notice', rule: 'known_issuer', serverUrl, issuer, message })
}

/** The URL of another MCP server with tokens of the same client, if there is one. */
async function otherServerOf(
  { url, pending: { serverUrl, account, issuer, clientId } }: AuthorizationRequest,
  { store, ofAccount }: KnownIssuerOptions,
): Promise<string | undefined> {
  const own = tokenKey(serverKey(serverUrl, account))
  // An authorization server may have several issuers, and its page may be at another origin.
  const origins = [new URL(issuer).origin, url.origin]
  const isForeign = new Set(origins).size > 1
  const keys = await store.keys().catch(() => [])
  for (const key of keys) {
    if (key === own || !key.startsWith(tokenKey(''))) continue
    const other = parseServerKey(key.slice(tokenKey('').length))
    if (ofAccount && other.account !== ofAccount.account) continue
    // A record that cannot be read is reported where it is used.
    const text = await store.get(key).catch(() => undefined)
    const tokens = text === undefined ? undefined : parseTokenRecord(text)?.tokens
    if (tokens?.clientId !== clientId) continue
    // A page at another origin may belong to any authorization server that knows the client.
    if (isForeign || origins.includes(originOf(tokens.issuer))) return other.serverUrl
  }
  return undefined
}

function originOf(url: string): string {
  return URL.canParse(url) ? new URL(url).origin : ''
}
