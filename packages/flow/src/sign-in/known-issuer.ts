import { displayUrl, tell } from '@fast-agent-auth/discovery/untrusted'
import type { TokenStore } from '@fast-agent-auth/token-store'
import type { FlowEvent } from '../events.ts'
import { parseServerKey, serverKey } from '../server-key.ts'
import { tokenKey } from '../tokens/stored-tokens.ts'
import { parseTokenRecord } from '../tokens/token-record.ts'
import type { BegunSignIn } from './begin.ts'

interface KnownIssuerOptions {
  readonly store: TokenStore
  /** Looks at the sign-ins of this account alone. Default: at all, since all are of the person at this machine. */
  readonly ofAccount?: { readonly account?: string | undefined } | undefined
  readonly onEvent?: ((event: FlowEvent) => void) | undefined
}

/**
 * Tells a person, before a browser opens, that the authorization server may not ask: one client for several MCP servers,
 * which a person agreed to for another of them, gets tokens without a question. Never fails.
 */
export async function tellKnownIssuer(begun: BegunSignIn, options: KnownIssuerOptions): Promise<void> {
  const { serverUrl, issuer } = begun.pending
  // Nobody would hear of it, and a store may be large.
  if (!options.onEvent) return
  const other = await otherServerOf(begun, options)
  if (other === undefined) return
  const [shownOther, shown] = [displayUrl(other), displayUrl(serverUrl)]
  const known = shownOther === shown ? `${shown} with another account` : shownOther
  const message = `You are signed in to ${known} by the same authorization server and as the same client. It may give ${shown} access without asking you${shownOther === shown ? ', as whoever is signed in there' : ''}.`
  tell(options.onEvent, { type: 'notice', rule: 'known_issuer', serverUrl, issuer, message })
}

/** Another MCP server for which there are tokens of the same client. */
async function otherServerOf(
  { url, pending: { serverUrl, account, issuer, clientId } }: BegunSignIn,
  { store, ofAccount }: KnownIssuerOptions,
): Promise<string | undefined> {
  const own = tokenKey(serverKey(serverUrl, account))
  // One authorization server may have several issuers, and the page where it asks may be another's.
  const origins = [new URL(issuer).origin, url.origin]
  const isForeign = new Set(origins).size > 1
  const keys = await store.keys().catch(() => [])
  for (const key of keys) {
    if (key === own || !key.startsWith(tokenKey(''))) continue
    const other = parseServerKey(key.slice(tokenKey('').length))
    if (ofAccount && other.account !== ofAccount.account) continue
    // A record that cannot be read is that server's trouble.
    const text = await store.get(key).catch(() => undefined)
    const tokens = text === undefined ? undefined : parseTokenRecord(text)?.tokens
    if (tokens?.clientId !== clientId) continue
    // Of a page elsewhere, nobody can say whose it is: it may be the page of any authorization server that knows us.
    if (isForeign || origins.includes(originOf(tokens.issuer))) return other.serverUrl
  }
  return undefined
}

function originOf(url: string): string {
  return URL.canParse(url) ? new URL(url).origin : ''
}
