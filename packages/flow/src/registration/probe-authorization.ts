import { createPkce } from '@fast-agent-auth/pkce'
import { createState } from '../protocol/state.ts'

/** The time limit of both requests together, in ms: a person waits. */
const timeLimit = 10_000

export interface ProbeOptions {
  readonly redirectUri: string
  readonly fetch?: typeof globalThis.fetch | undefined
  readonly signal?: AbortSignal | undefined
}

/**
 * Probes whether the authorization endpoint accepts a request: it shows a page, or redirects to a login page or back to
 * us. A server that does not know the client redirects nowhere (RFC 6749 §4.1.2.1), so that a sign-in would wait for a
 * response that cannot come.
 *
 * @returns `undefined` where the answer does not say
 * @throws the signal's reason
 */
export async function probeAuthorization(authorizationUrl: URL, options: ProbeOptions): Promise<boolean | undefined> {
  // A pushed request can be used once (RFC 9126 §4), and it is the browser that must use it.
  if (authorizationUrl.searchParams.has('request_uri')) return undefined
  const url = new URL(authorizationUrl)
  // This request has its own state and challenge, so that its response fits no sign-in.
  url.searchParams.set('state', createState())
  url.searchParams.set('code_challenge', (await createPkce()).challenge)
  const limit = AbortSignal.timeout(timeLimit)
  const signal = options.signal ? AbortSignal.any([options.signal, limit]) : limit
  const first = await ask(url, { ...options, signal })
  const answer = first && first.status >= 500 ? await ask(url, { ...options, signal }) : first
  options.signal?.throwIfAborted()
  return answer && judge(answer, url, options.redirectUri)
}

async function ask(url: URL, { fetch = globalThis.fetch, signal }: ProbeOptions): Promise<Response | undefined> {
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
  // In a browser, `fetch` shows a redirect as status 0.
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
