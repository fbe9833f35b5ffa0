import { error, type Finding, warning } from './finding.ts'
import { isStrings, type JsonObject } from './json-values.ts'
import { type LoopbackUri, parseLoopbackUri } from './loopback-uri.ts'
import { quoteUntrusted, withoutSecrets } from './quote-untrusted.ts'
import { redirectUriSyntaxFindings } from './redirect-uri-syntax-findings.ts'

/** The findings about all redirect URIs of a document, which must include `used`. */
export function* redirectUriListFindings(document: JsonObject, used: readonly string[] = []): Generator<Finding> {
  const { redirect_uris: listed, application_type: type } = document
  if (!isStrings(listed) || listed.length === 0) {
    return yield error('redirect_uris', 'has no redirect_uris, which are a list of one or more strings')
  }
  for (const uri of listed) yield* redirectUriSyntaxFindings(uri)
  const loopback = listed.flatMap((uri) => parseLoopbackUri(uri) ?? [])
  if (loopback.length > 0 && loopback.every(({ port }) => port !== undefined)) {
    const why = 'other ports are refused, even by servers that allow any port for a redirect URI without one'
    yield warning('redirect_uri_fixed_port', `lists redirect URIs on this machine, but none without a port: ${why}`)
  }
  if (type === 'web' && loopback.length > 0) {
    yield warning('application_type', 'has the application_type "web", which allows no redirect URIs on this machine')
  }
  for (const uri of used) yield* usedUriFindings(uri, listed)
}

function* usedUriFindings(uri: string, listed: readonly string[]): Generator<Finding> {
  if (listed.includes(uri)) return
  const named = `the redirect URI ${quoteUntrusted(withoutSecrets(uri))}, which is used`
  const used = parseLoopbackUri(uri)
  const onlyPortDiffers = used !== undefined && listed.some((other) => isSameButPort(parseLoopbackUri(other), used))
  if (!onlyPortDiffers) return yield error('redirect_uri_missing', `does not list ${named}`)
  // RFC 8252 §7.3 allows any port only for IP addresses.
  if (used.host === 'localhost') {
    const why = 'for localhost, the port must be the same'
    return yield error('redirect_uri_missing', `lists ${named}, with another port only: ${why}`)
  }
  const why = 'servers that compare exactly refuse it, although RFC 8252 §7.3 leaves the port free'
  yield warning('redirect_uri_other_port', `lists ${named}, with another port only: ${why}`)
}

function isSameButPort(one: LoopbackUri | undefined, other: LoopbackUri): boolean {
  return one?.host === other.host && one.rest === other.rest
}
