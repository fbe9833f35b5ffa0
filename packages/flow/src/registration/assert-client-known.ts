import { createPkce } from '@fast-agent-auth/pkce'
import type { Client } from '../protocol/client.ts'
import { clientUnknown, saysClientUnknown } from '../protocol/client-unknown.ts'
import { request } from '../protocol/request.ts'
import { createState } from '../protocol/state.ts'
import type { TokenSet } from '../tokens/token-set.ts'

/** For how long what has just worked is not asked about, in ms. */
const trusted = 60_000

/** Whether a registration of ours may be forgotten by now: neither it nor tokens that it got are new. */
export function isDoubtful(
  { clientId, registeredAt }: Client,
  { held = [], now }: { readonly held?: readonly (TokenSet | undefined)[] | undefined; readonly now: number },
): boolean {
  if (registeredAt === undefined) return false
  const proofs = held.flatMap((tokens) => (tokens?.clientId === clientId ? [tokens.obtainedAt] : []))
  // A clock that was set back makes nothing new for hours.
  return [registeredAt, ...proofs].every((at) => Math.abs(now - at) >= trusted)
}

export interface AssertClientKnownOptions {
  readonly issuer: string
  readonly fetch?: typeof globalThis.fetch | undefined
  readonly signal?: AbortSignal | undefined
}

/**
 * Asks the authorization endpoint what it would show the browser. A server that has forgotten a client redirects to
 * nobody (RFC 6749 §4.1.2.1): without this, the sign-in would wait for an answer that cannot come.
 *
 * @throws AuthorizationError `invalid_client` where that is what it says; any other answer says nothing
 */
export async function assertClientKnown(
  authorizationUrl: URL,
  { issuer, fetch, signal }: AssertClientKnownOptions,
): Promise<void> {
  const url = new URL(authorizationUrl)
  // Whatever comes of this request, nothing in it fits the one in the browser.
  url.searchParams.set('state', createState())
  url.searchParams.set('code_challenge', (await createPkce()).challenge)
  // An answer may repeat what the MCP server chose, which is not the one to say whom the authorization server knows.
  for (const name of ['scope', 'resource', 'audience']) url.searchParams.delete(name)
  const init = { headers: { accept: 'text/html, application/json' } }
  const what = `The question to ${issuer}`
  const answer = await request(url.href, { what, init, fetch, signal }).catch(() => undefined)
  if (answer && saysClientUnknown(answer)) throw clientUnknown(issuer)
}
