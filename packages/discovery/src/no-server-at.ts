import type { Probed } from './ask-server.ts'
import { DiscoveryError } from './discovery-error.ts'
import { shownUrl } from './untrusted/shown.ts'

/** An answer that is no MCP server's, as far as it is known. */
export type RefusedAnswer = Pick<Probed, 'status'> & Partial<Probed>

/** The error of a URL at which no MCP server answers: the answer first, then where the server may be. */
export function noServerAt(serverUrl: string, answer: RefusedAnswer, cause?: unknown): DiscoveryError {
  const { status, redirect } = answer
  const url = shownUrl(serverUrl)
  const options = cause === undefined ? {} : { cause }
  if (answer.loginProxy !== undefined) {
    const problem = `${url} answered ${status}: before the MCP server stands the login proxy ${answer.loginProxy}, which wants a login in a browser and lets no program through.`
    const next =
      'Ask its operator to let this path and /.well-known/ through, or send what that proxy takes in a header of your own.'
    return new DiscoveryError('no_metadata', `${problem} ${next}`, options)
  }
  if (redirect !== undefined) {
    return new DiscoveryError('no_metadata', `${url} ${redirect}. If it has moved, use its new URL.`, options)
  }
  const next = nextStep(serverUrl, status)
  return new DiscoveryError('no_metadata', describeAnswer(url, answer), { ...options, next, details: { status } })
}

/** A sentence about an answer that no MCP server gives to somebody without a token. */
function describeAnswer(url: string, { status, html }: RefusedAnswer): string {
  const answer = `${url} answered ${status}${html ? ' with a web page' : ''}`
  if (status === 403) return `${answer}: access is refused there, and nothing says how to sign in.`
  if (status === 404 || html) return `${answer}: there is no MCP server at this path.`
  return `${answer}, which is not MCP.`
}

/** The error of a server that answers whoever asks. */
export function notProtected(serverUrl: string): DiscoveryError {
  const message = `${shownUrl(serverUrl)} asks for no authorization and names no authorization server. It can be used without signing in.`
  return new DiscoveryError('not_protected', message)
}

/** URLs beside this one at which many MCP servers are. Nothing is asked there: that is for a person to try. */
export function usualEndpoints(serverUrl: string): readonly string[] {
  const { origin, pathname, search } = new URL(serverUrl)
  const base = pathname.replace(/\/+$/, '').replace(/\/(mcp|sse)$/, '')
  const paths = [`${base}/mcp`, `${base}/sse`].filter((path) => path !== pathname)
  return paths.map((path) => origin + path + search)
}

function nextStep(serverUrl: string, status: number): string {
  const urls = usualEndpoints(serverUrl).map(shownUrl).join(' or ')
  if (status === 403) return `Ask its operator who may use it, or whether it is at ${urls}.`
  return `Is the URL right? It may be at ${urls}.`
}
