import { addressClass } from './address-class.ts'
import type { ErrorDetails } from './error-parts.ts'
import { urlLiteral } from './shown.ts'
import { allNetworks, refuseEndpoint, type UrlPolicy } from './url-policy.ts'

/** The end of the message of an error: a sentence, and the option that it names. */
export interface OptionAdvice {
  readonly next: string
  readonly details?: ErrorDetails | undefined
}

/** The end of a message for a rule that protects whoever is asked, and knows no exception. */
export const noSetting: OptionAdvice = { next: 'No setting changes that.' }

/** The option by which a person can allow a URL that was refused, or that there is none. */
export function optionFor(text: unknown, policy: UrlPolicy): OptionAdvice {
  if (typeof text !== 'string' || !URL.canParse(text)) return noSetting
  const { host, hostname } = new URL(text)
  const network = addressClass(hostname)
  if (refuseEndpoint(text, { ...policy, networks: allNetworks }) === undefined) {
    const next = `If that is meant, set the option allow.networks of createAuth, or networks of this package, to ['${network}'].`
    return { next, details: { option: 'allow.networks', network } }
  }
  if (refuseEndpoint(text, { ...policy, httpHosts: [host] }) !== undefined) return noSetting
  const next = `If that host is in a private network of yours, set the option allow.http of createAuth, or httpHosts of this package, to [${urlLiteral(host)}].`
  return { next, details: { option: 'allow.http', host } }
}
