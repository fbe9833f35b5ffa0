import { error, type Finding, warning } from './finding.ts'
import { isStrings } from './is-strings.ts'
import type { JsonObject } from './json-object.ts'
import { type LoopbackUri, parseLoopbackUri } from './loopback-uri.ts'
import { redirectUriFindings } from './redirect-uri-findings.ts'
import { shown, withoutSecrets } from './shown.ts'

/** What is wrong with the redirect URIs of a document, each and together; those in `used` must be among them. */
export function* redirectUrisFindings(document: JsonObject, used: readonly string[] = []): Generator<Finding> {
  const { redirect_uris: listed, application_type: type } = document
  if (!isStrings(listed) || listed.length === 0) {
    return yield error('redirect_uris', 'has no redirect_uris, which are a list of one or more strings')
  }
  for (const uri of listed) yield* redirectUriFindings(uri)
  const loopback = listed.flatMap((uri) => parseLoopbackUri(uri) ?? [])
  if (loopback.length > 0 && loopback.every(({ port }) => port !== undefined)) {
    const why = 'any other port is refused, also by servers that leave the port free where none is listed'
    yield warning('redirect_uri_fixed_port', `lists redirect URIs on this machine, but none without a port: ${why}`)
  }
  if (type === 'web' && loopback.length > 0) {
    yield warning('application_type', 'has the application_type "web", whose redirect URIs are not on this machine')
  }
  for (const uri of used) yield* usedUriFindings(uri, listed)
}

function* usedUriFindings(uri: string, listed: readonly string[]): Generator<Finding> {
  if (listed.includes(uri)) return
  const named = `the redirect URI ${shown(withoutSecrets(uri))}, which is used`
  const used = parseLoopbackUri(uri)
  const onlyPortDiffers = used !== undefined && listed.some((other) => isSamePlace(parseLoopbackUri(other), used))
  if (!onlyPortDiffers) return yield error('redirect_uri_missing', `does not list ${named}`)
  // RFC 8252 §7.3 is about addresses.
  if (used.host === 'localhost') {
    const why = 'that of localhost is not free'
    return yield error('redirect_uri_missing', `does not list ${named}, but for another port: ${why}`)
  }
  const why = 'servers that compare exactly refuse it, although RFC 8252 §7.3 leaves the port free'
  yield warning('redirect_uri_other_port', `lists ${named}, with another port only: ${why}`)
}

function isSamePlace(one: LoopbackUri | undefined, other: LoopbackUri): boolean {
  return one?.host === other.host && one.rest === other.rest
}
