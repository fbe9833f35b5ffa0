import { addressClass } from './address-class.ts'
import { type Advice, advise, type Remedy } from './advise.ts'
import { allNetworks, refuseEndpoint, type UrlPolicy } from './url-policy.ts'

/** The next step for a URL that was refused: the option that allows the URL, or a sentence that no option does. */
export function optionFor(text: unknown, policy: UrlPolicy): Advice {
  const remedies = remediesFor(text, policy)
  const { next, details } = advise(remedies)
  const host = remedies.find(({ option }) => option === 'allow.http')?.value
  return { next, details: host === undefined ? details : { ...details, host } }
}

/** The same as remedies, for a message that names other options too. */
export function remediesFor(text: unknown, policy: UrlPolicy): readonly Remedy[] {
  if (typeof text !== 'string' || !URL.canParse(text)) return []
  const { host, hostname } = new URL(text)
  if (refuseEndpoint(text, { ...policy, networks: allNetworks }) === undefined)
    return [{ condition: 'that is meant', option: 'allow.networks', value: addressClass(hostname) }]
  if (refuseEndpoint(text, { ...policy, httpHosts: [host] }) !== undefined) return []
  return [{ condition: 'that host is in a private network of yours', option: 'allow.http', value: host }]
}
