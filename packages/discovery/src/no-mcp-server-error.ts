import type { ProbeResult } from './ask-server.ts'
import { DiscoveryError } from './discovery-error.ts'
import { advise, type Remedy } from './untrusted/advise.ts'
import { displayUrl } from './untrusted/quote-untrusted.ts'

/** An answer that no MCP server gives, as far as it is known. */
export type UnexpectedAnswer = Pick<ProbeResult, 'status'> & Partial<ProbeResult>

interface NoServerOptions {
  readonly cause?: unknown
  /** Whether this happens in a discovery: then the option `issuer` may help. */
  readonly isDiscovery?: boolean | undefined
}

const setIssuer: Remedy = {
  condition: 'it is right, and you know its authorization server',
  option: 'issuer',
}

/**
 * The error `no_metadata` for a URL at which no MCP server answers. Its message quotes the answer, then says where the
 * server may be.
 */
export function noMcpServerError(
  serverUrl: string,
  answer: UnexpectedAnswer,
  { isDiscovery, ...options }: NoServerOptions = {},
): DiscoveryError {
  const { status, redirect } = answer
  const url = displayUrl(serverUrl)
  if (answer.loginProxy !== undefined) {
    const problem = `${url} answered ${status}: the login proxy ${answer.loginProxy} is in front of the MCP server, wants a login in a browser, and lets no program through. Ask its operator to let this path and /.well-known/ through.`
    const next = 'Otherwise, send the credentials that the proxy accepts, by the option fetch.'
    return new DiscoveryError('no_metadata', problem, { ...options, next, details: { option: 'fetch' } })
  }
  if (redirect !== undefined) {
    return new DiscoveryError(
      'no_metadata',
      `${url} ${redirect}, whatever the settings. If it has moved, use its new URL.`,
      options,
    )
  }
  // The option issuer does not help against a web page.
  const advice = isDiscovery && !answer.html ? advise([setIssuer]) : undefined
  const next = [nextStep(serverUrl, status), advice?.next].filter(Boolean).join(' ')
  const details = { ...advice?.details, status }
  return new DiscoveryError('no_metadata', describeAnswer(url, answer), { ...options, next, details })
}

/** A sentence about an answer that no MCP server gives to somebody without a token. */
function describeAnswer(url: string, { status, html }: UnexpectedAnswer): string {
  const answer = `${url} answered ${status}${html ? ' with a web page' : ''}`
  if (status === 403) return `${answer}: access is refused there, and nothing says how to sign in.`
  if (html) return `${answer}: there is no MCP server at this path, whatever the settings.`
  if (status === 404) return `${answer}: there is no MCP server at this path.`
  return `${answer}, which is not MCP.`
}

/** The error `not_protected` for a server that answers without a token. */
export function notProtectedError(serverUrl: string): DiscoveryError {
  const message = `${displayUrl(serverUrl)} asks for no authorization and names no authorization server. It can be used without signing in.`
  const advice = advise([{ condition: 'only some of its tools want a sign-in', option: 'issuer' }])
  return new DiscoveryError('not_protected', message, advice)
}

/** The URLs beside this one at which many MCP servers are: for a person to try, no request is sent there. */
export function usualEndpoints(serverUrl: string): readonly string[] {
  const { origin, pathname, search } = new URL(serverUrl)
  const base = pathname.replace(/\/+$/, '').replace(/\/(mcp|sse)$/, '')
  const paths = [`${base}/mcp`, `${base}/sse`].filter((path) => path !== pathname)
  return paths.map((path) => origin + path + search)
}

function nextStep(serverUrl: string, status: number): string {
  const urls = usualEndpoints(serverUrl).map(displayUrl).join(' or ')
  if (status === 403) return `Ask its operator who may use it, or whether it is at ${urls}.`
  return `Is the URL right? It may be at ${urls}.`
}
