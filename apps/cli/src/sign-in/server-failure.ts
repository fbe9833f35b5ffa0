import { noMcpServerError } from '@fast-agent-auth/discovery/internal/no-mcp-server-error'
import { isLoopback } from '@fast-agent-auth/discovery/untrusted'
import { codeFailure, type NetworkFailure, proxyFailure, proxyOf } from '@fast-agent-auth/discovery/untrusted/failures'
import { CliError, exitCodes } from '../errors/cli-error.ts'
import { hasStreamEnded } from './ended-streams.ts'
import { RefusedAccess } from './refused-access.ts'

/** The error to tell of a failed request to an MCP server, without the words of `fetch` and the SDK. Our own errors stay. */
export function describeServerFailure(failure: unknown, serverUrl: string, env: Env = {}): unknown {
  const { credentials, cause: error } =
    failure instanceof RefusedAccess ? failure : { credentials: undefined, cause: failure }
  const causes = causesOf(error)
  const own = causes.find(({ name }) => name === 'AuthorizationError' || name.endsWith('StoreError'))
  if (own) return own
  if (causes.some(hasStreamEnded)) {
    const message = `${serverUrl} ended its event stream without an answer. Try again, or tell its operator.`
    return new CliError(exitCodes.unreachable, message)
  }
  if (causes.some(isRedirect))
    return noMcpServerError(serverUrl, { status: 302, redirect: 'redirects elsewhere and is not followed' })
  const status = causes.map(statusOf).find((found) => found !== undefined)
  if (status !== undefined) {
    const unable = status === 408 || status === 429 || status >= 500
    if (unable) return new CliError(exitCodes.unreachable, `${serverUrl} answered ${status}. Try again later.`)
    if (status === 401) {
      const hint = 'Check the Authorization header in its configuration.'
      return new CliError(
        exitCodes.failed,
        `${serverUrl} answered 401: it does not accept the credentials that were sent.`,
        { hint },
      )
    }
    return credentials && status === 403
      ? refusedAccess(serverUrl, credentials)
      : noMcpServerError(serverUrl, { status })
  }
  const answer = causes.find(isOtherContent)
  if (answer) {
    const type = contentTypeOf(answer) ?? 'something'
    if (type.toLowerCase() === 'text/html') return noMcpServerError(serverUrl, { status: 200, html: true })
    return new CliError(exitCodes.failed, `${serverUrl} answered ${type}, which is not MCP. Check the URL.`)
  }
  const code = causes.map(networkCodeOf).find((found) => found !== undefined)
  if (code === 'REQUEST_TIMEOUT') return new CliError(exitCodes.unreachable, `${serverUrl} does not answer.`)
  const proxy = throughProxy(error, serverUrl, env)
  if (proxy?.failure) return unreachable(serverUrl, proxy.failure)
  if (code !== undefined) return unreachable(serverUrl, { next: proxy?.next, ...codeFailure(code) })
  if (causes.some(({ message }) => message === 'fetch failed'))
    return new CliError(exitCodes.unreachable, `${serverUrl} cannot be reached.`)
  return error
}

/** The error of a 403 to a request with credentials: the URL is right, and its user may not use the server. */
function refusedAccess(serverUrl: string, credentials: RefusedAccess['credentials']): CliError {
  if (credentials === 'sign_in') {
    const hint = 'Ask its operator what this account may use, or sign in with another one.'
    const message = `${serverUrl} answered 403: it gives this sign-in no access.`
    return new CliError(exitCodes.signIn, message, { code: 'unknown_server_error', hint })
  }
  const hint = 'Ask its operator who may use it, or check the Authorization header in its configuration.'
  return new CliError(exitCodes.failed, `${serverUrl} answered 403: it refuses the credentials that were sent.`, {
    hint,
  })
}

type Env = Readonly<Record<string, string | undefined>>

function unreachable(serverUrl: string, { reason, next }: NetworkFailure): CliError {
  return new CliError(exitCodes.unreachable, `${serverUrl} cannot be reached (${reason}).`, { hint: next })
}

/** The part of the proxy that the environment names. Node uses a proxy for MCP requests only where it is told to. */
function throughProxy(
  error: unknown,
  serverUrl: string,
  env: Env,
): { readonly failure?: NetworkFailure | undefined; readonly next?: string } | undefined {
  const proxy = proxyOf(env)
  const url = URL.canParse(serverUrl) ? new URL(serverUrl) : undefined
  if (!proxy || !url || isLoopback(url.hostname)) return undefined
  if (env.NODE_USE_ENV_PROXY === '1') return { failure: proxyFailure(error, proxy, url) }
  return { next: `NODE_USE_ENV_PROXY=1 has requests to it go through ${proxy.setting} too (Node 22.21, 24 or newer).` }
}

type ErrorWithData = Error & { readonly code?: unknown; readonly data?: unknown }

/** The error and what it came from, outermost first. */
function causesOf(error: unknown): readonly ErrorWithData[] {
  const causes: ErrorWithData[] = []
  for (let next = error; next instanceof Error && causes.length < 5; next = next.cause) causes.push(next)
  return causes
}

function statusOf({ code, data }: ErrorWithData): number | undefined {
  // SseError has the status as its code.
  if (typeof code === 'number' && code >= 400 && code < 600) return code
  if (typeof data !== 'object' || data === null || !('status' in data)) return undefined
  return typeof data.status === 'number' ? data.status : undefined
}

/** Whether the failure is a redirect to another origin: others are followed. */
function isRedirect(error: ErrorWithData): boolean {
  const { code } = error
  const status = typeof code === 'number' ? code : (statusOf(error) ?? 0)
  return status >= 300 && status < 400
}

/** An answer that is neither a refusal nor of a type or form that MCP uses. */
function isOtherContent({ name, code }: ErrorWithData): boolean {
  // JSON, but no message of MCP: told in a page of what each field should be.
  if (name === 'ZodError') return true
  // SseError has the status as its code, and not the type.
  return code === 'CLIENT_HTTP_UNEXPECTED_CONTENT' || (typeof code === 'number' && code >= 200 && code < 300)
}

/** `text/html`, without its parameters. */
function contentTypeOf({ data }: ErrorWithData): string | undefined {
  if (typeof data !== 'object' || data === null || !('contentType' in data)) return undefined
  return typeof data.contentType === 'string' ? data.contentType.split(';', 1)[0] || undefined : undefined
}

/** `ECONNREFUSED`, `UND_ERR_SOCKET`, `CERT_HAS_EXPIRED` and the like, as Node and OpenSSL name them. */
function networkCodeOf({ code }: ErrorWithData): string | undefined {
  if (typeof code !== 'string') return undefined
  return /^(E[A-Z]{3,}$|UND_ERR_|CERT_|ERR_TLS_|.*_CERT|.*_SIGNATURE$|REQUEST_TIMEOUT$)/.test(code) ? code : undefined
}
