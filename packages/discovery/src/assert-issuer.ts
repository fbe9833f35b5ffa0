import { DiscoveryError } from './discovery-error.ts'
import { advise } from './untrusted/advise.ts'
import { optionFor } from './untrusted/option-for.ts'
import { displayUrl } from './untrusted/quote-untrusted.ts'
import { refuseEndpoint, type UrlPolicy } from './untrusted/url-policy.ts'

const correctIssuer = { next: 'Correct the option issuer.', details: { option: 'issuer' } }
const otherIssuer = advise([{ condition: 'it has a name without that', option: 'issuer' }])

/**
 * Refuses an issuer whose URL the policy refuses, and one with a query or a fragment (RFC 8414 §2).
 *
 * @throws DiscoveryError `insecure_url`; `invalid_metadata` for a query or a fragment
 */
export function assertIssuer(
  issuer: string,
  policy: UrlPolicy & { readonly isConfigured?: boolean | undefined },
): void {
  const refusal = refuseEndpoint(issuer, policy)
  if (refusal) {
    const message = `The authorization server's URL ${refusal}; it is not used.`
    throw new DiscoveryError('insecure_url', message, optionFor(issuer, policy))
  }
  if (/[?#]/.test(issuer)) {
    const message = `The issuer ${displayUrl(issuer)} has a query or a fragment (RFC 8414 §2).`
    throw new DiscoveryError('invalid_metadata', message, policy.isConfigured ? correctIssuer : otherIssuer)
  }
}
