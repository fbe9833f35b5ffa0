import { error, type Finding, warning } from './finding.ts'
import { refuseSyntax } from './refuse-syntax.ts'

/**
 * The faults of a URL as the id of a client (draft-ietf-oauth-client-id-metadata-document, Client Identifier; MCP 2026-07-28:
 * "contain a path component"). The URL is checked as it is written: servers compare it as a string, and parsing hides dot
 * segments, empty parts and the port 443.
 */
export function validateClientMetadataUrl(text: string): readonly Finding[] {
  const refusal = refuseSyntax(text)
  if (refusal) return [error(`url_${refusal.kind}`, refusal.reason)]
  const url = new URL(text)
  if (url.protocol !== 'https:') return [error('url_scheme', 'is not https')]
  const errors = [...urlErrors(text)]
  if (errors.length > 0) return errors
  return [...urlWarnings(text, url.href)]
}

function* urlErrors(text: string): Generator<Finding> {
  const { authority, path } = partsOf(text)
  if (authority.includes('@')) yield error('url_user_info', 'holds a user name or password')
  if (path === '' || path === '/') yield error('url_path', 'has no path')
  if (path.split('/').some(isDotSegment))
    yield error('url_dot_segment', 'has a dot segment ("." or "..") as a part of its path')
  if (text.includes('#')) yield error('url_fragment', 'has a fragment (#)')
}

function* urlWarnings(text: string, href: string): Generator<Finding> {
  const { authority, query } = partsOf(text)
  if (query !== undefined) yield warning('url_query', 'has a query, which the id of a client should not have')
  if (/:\d*$/.test(authority)) yield warning('url_port', 'names a port, which is then a part of the id')
  if (text !== href)
    yield warning('url_normal_form', 'is not in the form that URL parsers write: some servers then see another id')
}

interface Parts {
  readonly authority: string
  readonly path: string
  readonly query: string | undefined
}

/** The parts of a URL, by the expression of RFC 3986, appendix B. */
function partsOf(text: string): Parts {
  const [, authority = '', path = '', query] = /^[^:]*:\/\/([^/?#]*)([^?#]*)(\?[^#]*)?/.exec(text) ?? []
  return { authority, path, query }
}

/** Whether a segment is `.` or `..`, even if written with `%2e`, which URL parsers read as a dot. */
function isDotSegment(segment: string): boolean {
  return /^(\.|%2e){1,2}$/i.test(segment)
}
