import { DiscoveryError } from './discovery-error.ts'
import { isSameIssuer, isSpellingOf } from './issuer.ts'
import type { Notify } from './notice.ts'
import { type QuirksOptions, quirksOf } from './quirks.ts'
import { type Advice, advise, type Remedy } from './untrusted/advise.ts'
import { displayUrl, quoteName, quoteUntrusted } from './untrusted/quote-untrusted.ts'
import { refuseEndpoint, type UrlPolicy } from './untrusted/url-policy.ts'

export interface MetadataSource extends QuirksOptions, UrlPolicy {
  /** Whether a person set the issuer. */
  readonly isConfigured?: boolean | undefined
  /** Whether the issuer is our own guess: then a person may name any other. */
  readonly isGuessed?: boolean | undefined
  /** Whether a person gave the metadata itself. */
  readonly isGiven?: boolean | undefined
  readonly notify?: Notify | undefined
  /** The document, as the subject of a message. */
  readonly source: string
}

/**
 * The issuer of a metadata document, which must be the one that was asked for (RFC 8414 §3.3). Another spelling is
 * accepted as `isSpellingOf` says, and reported in a notice.
 *
 * @throws DiscoveryError `issuer_mismatch`
 */
export function issuerOfMetadata(issuer: unknown, expected: string, options: MetadataSource): string {
  const named = String(issuer)
  if (isSpellingOf(named, expected)) {
    if (!options.isConfigured) tellSpelling(named, expected, options.notify)
    return named
  }
  const placeholder = named.includes('{') ? quirksOf(expected, options)('tenantPlaceholder') : undefined
  const template =
    placeholder !== undefined &&
    expected.replace(/^(https:\/\/[^/]+\/)[^/]+/, (_, origin: string) => origin + placeholder)
  // Such a document serves all tenants: the tenant that was asked for is the issuer.
  if (named === template) return expected
  throw issuerMismatch(issuer, expected, options)
}

function tellSpelling(issuer: string, expected: string, notify: Notify | undefined): void {
  const [shorter, longer] = [issuer, expected].sort((one, other) => one.length - other.length)
  const hasSlash = !isSameIssuer(issuer, expected)
  // The slash of a bare origin is worth no notice.
  if (issuer === expected || (!hasSlash && longer === `${shorter}/`)) return
  const how = hasSlash ? 'with one slash more or less at the end' : 'with another spelling of the same origin'
  const message = `The metadata of the authorization server ${displayUrl(expected)} calls it ${quoteUntrusted(issuer)}, ${how}; that name is used.`
  notify?.({ rule: hasSlash ? 'issuer_slash' : 'issuer_spelling', issuer, message })
}

function issuerMismatch(issuer: unknown, expected: string, options: MetadataSource): DiscoveryError {
  const problem = `${options.source} is of the issuer ${quoteName(issuer)}, not of ${displayUrl(expected)}. It is not used (RFC 8414 §3.3).`
  const mayBeNamed =
    typeof issuer === 'string' &&
    !/[?#]/.test(issuer) &&
    refuseEndpoint(issuer, options) === undefined &&
    (options.isGuessed || new URL(issuer).origin === new URL(expected).origin)
  // A person may name another spelling of this issuer, but no other issuer in its place.
  const advice = mayBeNamed
    ? advise([{ condition: 'you know that this is its name', option: 'issuer', value: issuer }])
    : fixMetadata(options, { condition: `you have the metadata of ${displayUrl(expected)}` })
  return new DiscoveryError('issuer_mismatch', problem, advice)
}

/** The next step for a fault of metadata that a person gave. */
export const fixGivenMetadata: Advice = {
  next: 'Correct the option authorizationServer.',
  details: { option: 'authorizationServer' },
}

/** The next step for a fault of metadata: to set the option `authorizationServer`, or to correct its value. */
export function fixMetadata(
  { isGiven }: Pick<MetadataSource, 'isGiven'>,
  { condition }: Pick<Remedy, 'condition'>,
  others: readonly Remedy[] = [],
): Advice {
  if (isGiven) return others.length > 0 ? advise(others) : fixGivenMetadata
  return advise([...others, { condition, option: 'authorizationServer' }])
}
