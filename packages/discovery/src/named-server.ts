import type { AuthorizationServer } from './authorization-server.ts'
import { discoverAuthorizationServer, setMetadata } from './discover-authorization-server.ts'
import { DiscoveryError, type DiscoveryErrorCode } from './discovery-error.ts'
import type { Documents } from './documents.ts'
import { isSameIssuer } from './issuer.ts'
import type { Notify } from './notice.ts'
import type { ProtectedResource } from './protected-resource.ts'
import type { QuirksOptions } from './quirks.ts'
import { type Advice, advise, type Remedy } from './untrusted/advise.ts'
import { remediesFor } from './untrusted/option-for.ts'
import { displayUrl, quoteUntrusted } from './untrusted/quote-untrusted.ts'
import { refuseEndpoint, type UrlPolicy } from './untrusted/url-policy.ts'

/** The number of issuers that are asked: each costs up to four requests and 30 s. */
export const issuerLimit = 3
const quotedLimit = 10

export interface NamedServerOptions extends QuirksOptions, UrlPolicy {
  readonly selectIssuer?: SelectIssuer | undefined
  /** Whether the next issuer may be used where this one is down. Default: no. */
  readonly mayPassOver?: ((issuer: string) => Promise<boolean>) | undefined
  readonly notify: Notify
}

/** Chooses one of several issuers that a resource names (RFC 9728 §7.6). */
export type SelectIssuer = (issuers: readonly string[]) => string | Promise<string>

export interface NamedServer {
  readonly server: AuthorizationServer
  /** Whether the server is used in place of an earlier one that is down. */
  readonly isStandIn: boolean
}

/**
 * The first authorization server of a resource that has metadata. If one has no metadata, the next is asked; if one is
 * down, the next is asked only where `mayPassOver` allows it.
 *
 * @throws DiscoveryError `issuer_mismatch` where `selectIssuer` chose one that is not named; the error of the issuers
 * that were asked
 */
export async function discoverNamedServer(
  resource: ProtectedResource,
  documents: Documents,
  { selectIssuer, mayPassOver, ...options }: NamedServerOptions,
): Promise<NamedServer> {
  const { authorizationServers } = resource
  const chosen = authorizationServers.length > 1 ? await selectIssuer?.(authorizationServers) : undefined
  const named = authorizationServers.filter((name) => chosen === undefined || isSameIssuer(name, chosen))
  const failed: DiscoveryError[] = []
  for (const name of named.slice(0, issuerLimit)) {
    const refusal = refuseEndpoint(name, options)
    if (refusal) {
      const error = refused(resource, refusal, adviceFor(name, options))
      // http in place of https may be a slip, and the next issuer may be right. Any other refused URL ends the search.
      if (asHttps(name, options) === undefined) throw error
      failed.push(error)
      continue
    }
    try {
      const server = await discoverAuthorizationServer(name, { documents, ...options })
      const passed = failed.find(isDown) ?? failed.find(isInsecure)
      if (passed) tellPassedOver(server, passed, options.notify)
      return { server, isStandIn: isDown(passed) }
    } catch (error) {
      if (!hasCode(error, 'no_metadata') && !(isDown(error) && (await mayPassOver?.(name)))) throw error
      failed.push(error)
    }
  }
  throw (
    failed.find(isDown) ??
    failed.find(isInsecure) ??
    (failed.length === 0 ? notNamedError(resource, chosen) : noneHasMetadataError(resource, failed, named.length))
  )
}

export function hasCode(error: unknown, code: DiscoveryErrorCode): error is DiscoveryError {
  return error instanceof DiscoveryError && error.code === code
}

function isDown(error: unknown): error is DiscoveryError {
  return hasCode(error, 'unreachable')
}

function isInsecure(error: unknown): error is DiscoveryError {
  return hasCode(error, 'insecure_url')
}

function tellPassedOver({ issuer }: AuthorizationServer, passed: DiscoveryError, notify: Notify): void {
  // The sign-in goes on, so the next step of that error does not apply.
  const message = `${passed.details?.problem ?? passed.message} ${displayUrl(issuer)}, which is named as well, is used this time.`
  notify({ rule: 'passed_over', issuer, message })
}

/** The next step for an issuer that is refused: the same with https, or its name in ASCII, for a person who knows it. */
function adviceFor(name: string, policy: UrlPolicy): Advice {
  const isHttp = name.startsWith('http:')
  const issuer = isHttp ? asHttps(name, policy) : asciiOf(name)
  const condition = isHttp ? 'it is at https as well' : 'it calls itself so in ASCII'
  const mayBeNamed =
    issuer !== undefined && issuer !== name && !/[?#]/.test(issuer) && refuseEndpoint(issuer, policy) === undefined
  const named: readonly Remedy[] = mayBeNamed ? [{ condition, option: 'issuer', value: issuer }] : []
  return advise([...named, ...remediesFor(name, policy)])
}

/** The same URL with https; `undefined` where that is refused too. */
function asHttps(name: string, policy: UrlPolicy): string | undefined {
  const issuer = name.replace(/^http:/, 'https:')
  return refuseEndpoint(issuer, policy) === undefined ? issuer : undefined
}

function asciiOf(name: string): string {
  if (!URL.canParse(name)) return name
  const { href, pathname } = new URL(name)
  return pathname === '/' ? href.replace(/\/$/, '') : href
}

function refused({ resource }: ProtectedResource, refusal: string, advice: Advice): DiscoveryError {
  const message = `${displayUrl(resource)} names an authorization server whose URL ${refusal}; it is not asked.`
  return new DiscoveryError('insecure_url', message, advice)
}

function noneHasMetadataError(
  { resource }: ProtectedResource,
  missed: readonly DiscoveryError[],
  named: number,
): DiscoveryError {
  const [only] = missed
  if (only && missed.length === 1 && named === 1) return only
  const attempts = missed.flatMap((error) => error.attempts)
  const problem = missed.map((error) => String(error.details?.problem ?? error.message)).join(' ')
  if (named <= missed.length) {
    const renamed = { condition: 'one of them has another name on its origin', option: 'issuer' }
    return new DiscoveryError('no_metadata', problem, { attempts, ...advise([renamed, setMetadata]) })
  }
  const more = `${displayUrl(resource)} names ${named} authorization servers; no more than ${issuerLimit} are asked.`
  const advice = advise([{ condition: 'you know which of them it is', option: 'issuer' }])
  return new DiscoveryError('no_metadata', `${problem} ${more}`, { attempts, ...advice })
}

export function notNamedError(
  { resource, authorizationServers }: ProtectedResource,
  chosen: string | undefined,
): DiscoveryError {
  const named = authorizationServers.slice(0, quotedLimit).map(quoteUntrusted).join(', ')
  const problem = `${displayUrl(resource)} is authorized by ${named}, not by ${quoteUntrusted(chosen)}. No setting allows another.`
  return new DiscoveryError('issuer_mismatch', problem, advise([{ condition: 'it is one of these', option: 'issuer' }]))
}
