import {
  isBlockedByPolicy,
  isTransient,
  knownLoginProxy,
  type NetworkFailure,
  networkFailure,
  partsOf,
  readText,
  retryAfter,
  tryAgain,
} from '@fast-agent-auth/discovery/untrusted'
import { AuthorizationError, serverErrorCode } from '../authorization-error.ts'
import { bodyOf } from '../redaction/body-of.ts'
import { followRedirects } from './follow-redirects.ts'
import { misdirected } from './misdirected.ts'

const defaultLimit = 30_000

/** In ms: for requests of a sign-in, for which a person waits and which cannot be made again. */
export const patientLimit = 60_000

export interface RequestOptions {
  /** Who is asked for what, as the subject of an error message. */
  readonly what: string
  readonly init: RequestInit
  readonly fetch?: typeof globalThis.fetch | undefined
  readonly signal?: AbortSignal | undefined
  /** In ms. Default: 30 000. */
  readonly timeLimit?: number | undefined
  /** Milliseconds since 1970. */
  readonly now?: (() => number) | undefined
}

export interface Answer {
  readonly status: number
  /** To be searched, never to be shown: it may hold secrets. */
  readonly text: string
  /** Whether it is a page for people. */
  readonly isPage: boolean
  /** The body where it is a JSON object. */
  readonly body?: Readonly<Record<string, unknown>> | undefined
}

/**
 * One request to an authorization server. What is posted follows the redirects that say so.
 *
 * @throws AuthorizationError `unreachable` where there is no answer or it says "not now" (408, 429, 5xx), `insecure_url`
 * where a guarded fetch does not send it
 */
export async function request(
  url: string,
  { what, init, fetch = globalThis.fetch, signal, timeLimit = defaultLimit, now = Date.now }: RequestOptions,
): Promise<Answer> {
  signal?.throwIfAborted()
  const limit = AbortSignal.timeout(timeLimit)
  const unreachable = ({ reason, next = 'Try again later.' }: NetworkFailure, cause?: unknown): AuthorizationError =>
    new AuthorizationError('unreachable', `${what} failed: ${reason}. ${next}`, { cause })
  try {
    const limited: RequestInit = {
      ...init,
      headers: plainForm(init.headers),
      redirect: 'manual',
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
    }
    const isPosted = init.method === 'POST'
    const response = await (isPosted ? followRedirects(url, limited, fetch) : fetch(url, limited))
    const text = await readText(response)
    const { status } = response
    if (isTransient(status)) throw notNow(what, response, { text, now: now() })
    if (text === undefined) throw unreachable({ reason: 'its answer is larger than 1 MiB' })
    const isPage = isHtml(response.headers) || text.trimStart().startsWith('<')
    const body = bodyOf(text, response.headers)
    // The server has heard nothing of it: somebody before it answers.
    const proxy = init.method === 'POST' && !body ? knownLoginProxy(response, url) : undefined
    if (proxy !== undefined) throw unreachable(behindLoginProxy(proxy, status))
    return { status, text, isPage, body }
  } catch (cause) {
    if (cause instanceof AuthorizationError) throw cause
    signal?.throwIfAborted()
    if (isBlockedByPolicy(cause)) {
      const { problem, ...parts } = partsOf(cause)
      throw new AuthorizationError('insecure_url', `${what} was not sent: ${problem}`, { cause, ...parts })
    }
    const late = { reason: `no answer within ${timeLimit / 1000} s` }
    throw misdirected(unreachable(limit.aborted ? late : networkFailure(cause), holdsAnswer(cause) ? undefined : cause))
  }
}

/** Some servers take a form only where nothing stands behind its type, for which no parameter is defined. */
function plainForm(headers: HeadersInit | undefined): Headers {
  const plain = new Headers(headers)
  const form = 'application/x-www-form-urlencoded'
  if (plain.get('content-type')?.startsWith(form)) plain.set('content-type', form)
  return plain
}

function notNow(
  what: string,
  { status, headers }: Response,
  { text, now }: { readonly text: string | undefined; readonly now: number },
): AuthorizationError {
  const wait = retryAfter(headers, now)
  const word = text === undefined ? undefined : bodyOf(text, headers)?.error
  // Some servers say for ever in this way what RFC 6749 §5.2 has other statuses for.
  const details = typeof word === 'string' ? { serverError: serverErrorCode(word) } : undefined
  const message = `${what} failed: it answered ${status}. ${tryAgain(wait)}`
  return new AuthorizationError('unreachable', message, { retryAfter: wait && Math.min(wait, longest), details })
}

function behindLoginProxy(proxy: string, status: number): NetworkFailure {
  const reason = `it answered ${status}: before it stands the login proxy ${proxy}, which lets no program through`
  return { reason, next: 'Ask its operator to let requests to it through.' }
}

function isHtml(headers: Headers): boolean {
  return /^(text\/html|application\/xhtml\+xml)\b/i.test(headers.get('content-type') ?? '')
}

/** Where an answer is no HTTP, undici's error has a piece of it (`data`), in which there may be tokens. */
function holdsAnswer(error: unknown): boolean {
  const causes = [error, error instanceof Error ? error.cause : undefined]
  return causes.some((each) => typeof each === 'object' && each !== null && 'data' in each)
}

/** The longest that a server can make us wait, in ms: it may be wrong, and nothing but time would end it. */
const longest = 300_000

/** Whether an answer is a success: a server may choose another of these than the one in its specification. */
export function isSuccess(status: number): boolean {
  return status >= 200 && status < 300
}

/** The members that have a value. */
export function withoutUndefined<T>(record: Readonly<Record<string, T | undefined>>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).filter((entry): entry is [string, T] => entry[1] !== undefined))
}
