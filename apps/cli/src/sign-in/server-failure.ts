import { noMcpServerError } from '@fast-agent-auth/discovery/internal'
import { isLoopback } from '@fast-agent-auth/discovery/untrusted'
import { codeFailure, type NetworkFailure, proxyFailure, proxyOf } from '@fast-agent-auth/discovery/untrusted/failures'
import { CliError, exitCodes } from '../errors/cli-error.ts'
import { hasStreamEnded } from './ended-streams.ts'
import { RefusedAccess } from './refused-access.ts'

/**
 * The error to report for a failed request to an MCP server, not in the words of `fetch` or the SDK. Our own errors are
 * returned unchanged.
 */
export function serverFailureError(failure: unknown, serverUrl: string, env: Env = {}): unknown {
  const { credentialsKind, cause: error } =
    failure instanceof RefusedAccess ? failure : { credentialsKind: undefined, cause: failure }
  const causes = causesOf(error)
  const own = causes.find(({ name }) => name === 'AuthorizationError' || name.endsWith('StoreError'))
  if (own) return own
  if (causes.some(hasStreamEnded)) {
    const message = `${serverUrl} ended its event stream without an answer. Try again, or tell its operator.`
    return new CliError(exitCodes.unreachable, message)
  }
  if (causes.some(isRedirect))
    return noMcpServerError(serverUrl, { status: 302, redirect: 'redirects to another origin, which is not followed' })
  const status = causes.map(statusOf).find((found) => found !== undefined)
  if (status !== undefined) {
    const unable = status === 408 || status === 429 || status >= 500
    if (unable) return new CliError(exitCodes.unreachable, `${serverUrl} answered ${status}. Try again later.`)
    if (status === 401) {
      const hint = 'Check the Authorization header that is configured for this server.'
      return new CliError(
        exitCodes.failed,
        `${serverUrl} answered 401: it does not accept the credentials that were sent.`,
        { hint },
      )
    }
    return credentialsKind && status === 403
      ? refusedAccess(serverUrl, credentialsKind)
      : noMcpServerError(serverUrl, { status })
  }
  const otherContent = causes.find(isNotMcpContent)
  if (otherContent) {
    const type = contentTypeOf(otherContent) ?? 'with other data'
    if (type.toLowerCase() === 'text/html') return noMcpServerError(serverUrl, { status: 200, html: true })
    return new CliError(exitCodes.failed, `${serverUrl} answered ${type}, which is not MCP. Check the URL.`)
  }
  const code = causes.map(networkCodeOf).find((found) => found !== undefined)
  if (code === 'REQUEST_TIMEOUT') return new CliError(exitCodes.unreachable, `${serverUrl} does not answer.`)
  const proxy = proxyFault(error, serverUrl, env)
  if (proxy?.failure) return unreachable(serverUrl, proxy.failure)
  if (code !== undefined) return unreachable(serverUrl, { next: proxy?.next, ...codeFailure(code) })
  if (causes.some(({ message }) => message === 'fetch failed'))
    return new CliError(exitCodes.unreachable, `${serverUrl} cannot be reached.`)
  return error
}

/**
 * The error of a 403 to a request with credentials: the URL is right, but the user of these credentials may not use the
 * server.
 */
function refusedAccess(serverUrl: string, credentialsKind: RefusedAccess['credentialsKind']): CliError {
  if (credentialsKind === 'sign_in') {
    const hint = "Ask the server's operator what this account may use, or sign in with another account."
    const message = `${serverUrl} answered 403: it gives this sign-in no access.`
    return new CliError(exitCodes.signIn, message, { code: 'unknown_server_error', hint })
  }
  const hint = "Ask the server's operator who may use it, or check the Authorization header that is configured for it."
  return new CliError(exitCodes.failed, `${serverUrl} answered 403: it refuses the credentials that were sent.`, {
    hint,
  })
}

type Env = Readonly<Record<string, string | undefined>>

function unreachable(serverUrl: string, { reason, next }: NetworkFailure): CliError {
  return new CliError(exitCodes.unreachable, `${serverUrl} cannot be reached (${reason}).`, { hint: next })
}

/**
 * The failure of the proxy that the environment names, or the next step if Node does not use that proxy. Node uses a proxy
 * only when told to.
 */
function proxyFault(
  error: unknown,
  serverUrl: string,
  env: Env,
): { readonly failure?: NetworkFailure | undefined; readonly next?: string } | undefined {
  const proxy = proxyOf(env)
  const url = URL.canParse(serverUrl) ? new URL(serverUrl) : undefined
  if (!proxy || !url || isLoopback(url.hostname)) return undefined
  if (env.NODE_USE_ENV_PROXY === '1') return { failure: proxyFailure(error, proxy, url) }
  const node = 'Node 22.21 or newer, or 24 or newer'
  return { next: `Set NODE_USE_ENV_PROXY=1 to send requests to this server through ${proxy.setting} too (${node}).` }
}

type ErrorWithData = Error & { readonly code?: unknown; readonly data?: unknown }

/** The error and its causes, outermost first. */
function causesOf(error: unknown): readonly ErrorWithData[] {
  const causes: ErrorWithData[] = []
  for (let next = error; next instanceof Error && causes.length < 5; next = next.cause) causes.push(next)
  return causes
}

function statusOf({ code, data }: ErrorWithData): number | undefined {
  // An SseError has the status as its code.
  if (typeof code === 'number' && code >= 400 && code < 600) return code
  if (typeof data !== 'object' || data === null || !('status' in data)) return undefined
  return typeof data.status === 'number' ? data.status : undefined
}

/** Whether the failure is a redirect to another origin. Redirects within the origin are followed. */
function isRedirect(error: ErrorWithData): boolean {
  const { code } = error
  const status = typeof code === 'number' ? code : (statusOf(error) ?? 0)
  return status >= 300 && status < 400
}

/** Whether the server accepted the request but answered in a type or form that MCP does not use. */
function isNotMcpContent({ name, code }: ErrorWithData): boolean {
  // The answer is JSON but no MCP message: Zod's text would fill a page with what each field should be.
  if (name === 'ZodError') return true
  // An SseError has the status as its code, and no content type.
  return code === 'CLIENT_HTTP_UNEXPECTED_CONTENT' || (typeof code === 'number' && code >= 200 && code < 300)
}

/** The content type without its parameters, such as `text/html`. */
function contentTypeOf({ data }: ErrorWithData): string | undefined {
  if (typeof data !== 'object' || data === null || !('contentType' in data)) return undefined
  return typeof data.contentType === 'string' ? data.contentType.split(';', 1)[0] || undefined : undefined
}

/** The code of a network error, such as `ECONNREFUSED`, `UND_ERR_SOCKET` or `CERT_HAS_EXPIRED`. */
function networkCodeOf({ code }: ErrorWithData): string | undefined {
  if (typeof code !== 'string') return undefined
  return /^(E[A-Z]{3,}$|UND_ERR_|CERT_|ERR_TLS_|.*_CERT|.*_SIGNATURE$|REQUEST_TIMEOUT$)/.test(code) ? code : undefined
}
