import { createPkce } from '@fast-agent-auth/pkce'
import { createState } from '../protocol/state.ts'

/** For both questions together, in ms: a person waits. */
const timeLimit = 10_000

export interface GoesOnOptions {
  readonly redirectUri: string
  readonly fetch?: typeof globalThis.fetch | undefined
  readonly signal?: AbortSignal | undefined
}

/**
 * Whether the authorization endpoint would lead a browser on: to a login page, to another place or back to us. A server
 * that has forgotten a client redirects to nobody (RFC 6749 §4.1.2.1), in words and statuses of its own; without this
 * question, the sign-in would wait for an answer that cannot come.
 *
 * @returns `undefined` where its first answer says nothing of that
 */
export async function goesOn(authorizationUrl: URL, options: GoesOnOptions): Promise<boolean | undefined> {
  // A pushed request may be used once (RFC 9126 §4), and by the browser.
  if (authorizationUrl.searchParams.has('request_uri')) return undefined
  const url = new URL(authorizationUrl)
  // Nothing that comes of this request fits the one in the browser.
  url.searchParams.set('state', createState())
  url.searchParams.set('code_challenge', (await createPkce()).challenge)
  const limit = AbortSignal.timeout(timeLimit)
  const signal = options.signal ? AbortSignal.any([options.signal, limit]) : limit
  const first = await ask(url, { ...options, signal })
  const answer = first && first.status >= 500 ? await ask(url, { ...options, signal }) : first
  options.signal?.throwIfAborted()
  return answer && judge(answer, url, options.redirectUri)
}

async function ask(url: URL, { fetch = globalThis.fetch, signal }: GoesOnOptions): Promise<Response | undefined> {
  try {
    const headers = { accept: 'text/html, application/json' }
    const response = await fetch(url.href, { headers, redirect: 'manual', signal: signal ?? null })
    await response.body?.cancel()
    return response
  } catch {
    return undefined
  }
}

function judge({ status, headers }: Response, asked: URL, redirectUri: string): boolean | undefined {
  // A browser shows no redirect to a program.
  if ([0, 408, 429].includes(status)) return undefined
  if (status < 300) return true
  const location = headers.get('location')
  if (status >= 400 || location === null || !URL.canParse(location, asked)) return false
  const next = new URL(location, asked)
  if (next.origin !== asked.origin || isSamePage(next, new URL(redirectUri))) return true
  return !next.searchParams.has('error') && !new URLSearchParams(next.hash.slice(1)).has('error')
}

function isSamePage(one: URL, other: URL): boolean {
  return one.origin === other.origin && one.pathname === other.pathname
}
