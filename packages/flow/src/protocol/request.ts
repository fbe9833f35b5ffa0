import { partsOf, readText } from '@fast-agent-auth/discovery/untrusted'
import {
  isTransient,
  knownLoginProxy,
  type NetworkFailure,
  requestWithin,
  retryAfter,
  tryAgain,
} from '@fast-agent-auth/discovery/untrusted/failures'
import { AuthorizationError, serverErrorCode } from '../authorization-error.ts'
import { bodyOf } from '../redaction/body-of.ts'
import { markEndpointMissing } from './endpoint-missing.ts'
import { followRedirects } from './follow-redirects.ts'

const defaultLimit = 30_000

/** The time limit of the requests of a sign-in, in ms: a person waits, and they cannot be repeated. */
export const signInTimeLimit = 60_000

export interface RequestOptions {
  /** The subject of an error message, such as `The token request to https://as.example`. */
  readonly subject: string
  readonly init: RequestInit
  readonly fetch?: typeof globalThis.fetch | undefined
  readonly signal?: AbortSignal | undefined
  /** The time limit, in ms. Default: 30 000. */
  readonly timeLimit?: number | undefined
  /** Milliseconds since 1970. */
  readonly now?: (() => number) | undefined
}

export interface ServerResponse {
  readonly status: number
  /** The text of the body, which is never shown: it may hold secrets. */
  readonly text: string
  /** Whether the body is an HTML page. */
  readonly isPage: boolean
  /** The body, where it is a JSON object or a form. */
  readonly body?: Readonly<Record<string, unknown>> | undefined
}

/**
 * One request to an authorization server. A POST follows redirects by 307 and 308.
 *
 * @throws AuthorizationError `unreachable` where there is no answer or its status is 408, 429 or 5xx; `insecure_url`
 * where the guarded `fetch` refuses the URL
 */
export async function request(
  url: string,
  { subject, init, fetch = globalThis.fetch, signal, timeLimit = defaultLimit, now = Date.now }: RequestOptions,
): Promise<ServerResponse> {
  const unreachable = ({ reason, next = 'Try again later.' }: NetworkFailure, cause?: unknown): AuthorizationError =>
    new AuthorizationError('unreachable', `${subject} failed: ${reason}. ${next}`, { cause })
  const send = async (limited: AbortSignal): Promise<ServerResponse> => {
    const sent: RequestInit = { ...init, headers: plainForm(init.headers), redirect: 'manual', signal: limited }
    const isPosted = init.method === 'POST'
    const response = await (isPosted ? followRedirects(url, sent, fetch) : fetch(url, sent))
    const text = await readText(response)
    const { status } = response
    if (isTransient(status)) throw transientError(subject, response, { text, now: now() })
    if (text === undefined) throw unreachable({ reason: 'its answer is larger than 1 MiB' })
    const isPage = isHtml(response.headers) || text.trimStart().startsWith('<')
    const body = bodyOf(text, response.headers)
    // A login proxy answered, and the server did not receive the request.
    const proxy = init.method === 'POST' && !body ? knownLoginProxy(response, url) : undefined
    if (proxy !== undefined) throw unreachable(behindLoginProxy(proxy, status))
    return { status, text, isPage, body }
  }
  return requestWithin({ timeLimit, signal }, send, ({ cause, blocked, ...failure }) => {
    if (cause instanceof AuthorizationError) throw cause
    if (blocked) {
      const { problem, ...parts } = partsOf(blocked)
      throw new AuthorizationError('insecure_url', `${subject} was not sent: ${problem}`, { cause, ...parts })
    }
    throw markEndpointMissing(unreachable(failure, holdsAnswer(cause) ? undefined : cause))
  })
}

/** Some servers accept a form only where its media type has no parameter, as none is defined for it. */
function plainForm(headers: HeadersInit | undefined): Headers {
  const plain = new Headers(headers)
  const form = 'application/x-www-form-urlencoded'
  if (plain.get('content-type')?.startsWith(form)) plain.set('content-type', form)
  return plain
}

function transientError(
  subject: string,
  { status, headers }: Response,
  { text, now }: { readonly text: string | undefined; readonly now: number },
): AuthorizationError {
  const wait = retryAfter(headers, now)
  const word = text === undefined ? undefined : bodyOf(text, headers)?.error
  // Some servers send an OAuth error with status 5xx that RFC 6749 §5.2 sends with another.
  const details = typeof word === 'string' ? { serverError: serverErrorCode(word) } : undefined
  const message = `${subject} failed: it answered ${status}. ${tryAgain(wait)}`
  return new AuthorizationError('unreachable', message, {
    retryAfter: wait && Math.min(wait, longestRetryAfter),
    details,
  })
}

function behindLoginProxy(proxy: string, status: number): NetworkFailure {
  const reason = `the login proxy ${proxy} in front of it answered ${status}, and lets no program through`
  return { reason, next: 'Ask the operator of the server to let these requests through.' }
}

function isHtml(headers: Headers): boolean {
  return /^(text\/html|application\/xhtml\+xml)\b/i.test(headers.get('content-type') ?? '')
}

/**
 * Whether an error holds a part of an answer: undici puts an answer that is no HTTP into `data`, and tokens may be in
 * it.
 */
function holdsAnswer(error: unknown): boolean {
  const causes = [error, error instanceof Error ? error.cause : undefined]
  return causes.some((each) => typeof each === 'object' && each !== null && 'data' in each)
}

/**
 * The longest pause that a server can demand, in ms. Nothing but time would end a pause that was demanded by mistake.
 */
const longestRetryAfter = 300_000

/** Whether a status says success: a server may send another 2xx than the specification names. */
export function isSuccess(status: number): boolean {
  return status >= 200 && status < 300
}

/** The members that are not undefined. */
export function withoutUndefined<T>(record: Readonly<Record<string, T | undefined>>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).filter((entry): entry is [string, T] => entry[1] !== undefined))
}
