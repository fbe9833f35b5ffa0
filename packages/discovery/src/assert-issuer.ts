import { DiscoveryError } from './discovery-error.ts'
import { advise } from './untrusted/advise.ts'
import { optionFor } from './untrusted/option-for.ts'
import { displayUrl } from './untrusted/quote-untrusted.ts'
import { refuseEndpoint, type UrlPolicy } from './untrusted/url-policy.ts'

const correct = { next: 'Correct the option issuer.', details: { option: 'issuer' } }
const byAnotherName = advise([{ condition: 'it has a name without that', option: 'issuer' }])

/**
 * Refuses what no issuer looks like (RFC 8414 §2), and an issuer that may not be asked.
 *
 * @throws DiscoveryError `insecure_url` or `invalid_metadata`
 */
export function assertIssuer(issuer: string, policy: UrlPolicy & { readonly isChosen?: boolean | undefined }): void {
  const refusal = refuseEndpoint(issuer, policy)
  if (refusal) {
    const message = `The authorization server's URL ${refusal}; it is not used.`
    throw new DiscoveryError('insecure_url', message, optionFor(issuer, policy))
  }
  if (/[?#]/.test(issuer)) {
    const message = `The issuer ${displayUrl(issuer)} has a query or a fragment (RFC 8414 §2).`
    throw new DiscoveryError('invalid_metadata', message, policy.isChosen ? correct : byAnotherName)
  }
}
