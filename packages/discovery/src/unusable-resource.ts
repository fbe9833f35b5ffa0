import { type Attempt, DiscoveryError } from './discovery-error.ts'
import type { DocumentResult } from './documents.ts'
import { advise, noSetting } from './untrusted/advise.ts'
import { networkFailure } from './untrusted/network-failure.ts'
import { displayUrl } from './untrusted/quote-untrusted.ts'
import { tryAgain } from './untrusted/retry-after.ts'

const knownIssuer = advise([{ condition: 'it stays so, and you know its authorization server', option: 'issuer' }])

/** The error of resource metadata that exists and cannot be read; `undefined` where it was read, or does not exist. */
export function unusableResource(result: DocumentResult, attempts: readonly Attempt[]): DiscoveryError | undefined {
  const name = `The resource metadata ${displayUrl(result.url)}`
  if (result.kind === 'unread') {
    const problem = `${name} ${result.reason}; it is not used.`
    return new DiscoveryError('invalid_metadata', problem, { ...noSetting, attempts })
  }
  if (result.kind !== 'transient') return undefined
  const { cause, reason, retryAfter } = result
  const { next = tryAgain(retryAfter) } = networkFailure(cause)
  const message = `${name} ${reason}. ${next}`
  // A server that answers 5xx may do so for good.
  const advice = (result.status ?? 0) < 500 ? undefined : knownIssuer
  return new DiscoveryError('unreachable', message, { ...advice, cause, attempts, retryAfter })
}
