import { type Attempt, DiscoveryError } from './discovery-error.ts'
import type { Answer } from './documents.ts'
import { advise, noSetting } from './untrusted/advise.ts'
import { networkFailure } from './untrusted/network.ts'
import { displayUrl } from './untrusted/quote-untrusted.ts'
import { tryAgain } from './untrusted/retry-after.ts'

const knownIssuer = advise([{ condition: 'it stays so, and you know its authorization server', option: 'issuer' }])

/** The error of resource metadata that is there and cannot be had; `undefined` where it was read or is missing. */
export function unusableResource(answer: Answer, attempts: readonly Attempt[]): DiscoveryError | undefined {
  const name = `The resource metadata ${displayUrl(answer.url)}`
  if (answer.kind === 'unread') {
    const problem = `${name} ${answer.reason}; it is not used.`
    return new DiscoveryError('invalid_metadata', problem, { ...noSetting, attempts })
  }
  if (answer.kind !== 'transient') return undefined
  const { cause, reason, retryAfter } = answer
  const { next = tryAgain(retryAfter) } = networkFailure(cause)
  const message = `${name} ${reason}. ${next}`
  // It may be out of order for good.
  const advice = (answer.status ?? 0) < 500 ? undefined : knownIssuer
  return new DiscoveryError('unreachable', message, { ...advice, cause, attempts, retryAfter })
}
