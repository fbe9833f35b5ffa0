import type { LookupFunction } from 'node:net'
import { type AddressClass, addressClass } from '@fast-agent-auth/discovery/untrusted'
import type { AddressPolicy } from './address-policy.ts'
import { GuardedFetchError } from './guarded-fetch-error.ts'
import type { Address, Resolve } from './resolve.ts'

/**
 * The addresses of a name to which a connection may be made.
 *
 * @throws GuardedFetchError `address_refused` where it has only others
 */
async function permittedAddresses(
  hostname: string,
  {
    resolve,
    addressPolicy,
    family,
  }: { readonly resolve: Resolve; readonly addressPolicy: AddressPolicy; readonly family?: unknown },
): Promise<readonly Address[]> {
  const found = await resolve(hostname)
  const addresses = family === 4 || family === 6 ? found.filter((each) => each.family === family) : found
  const permitted = await addressPolicy.permitted(hostname, addresses)
  const [refused] = addresses
  if (refused && permitted.length === 0) throw addressRefused(hostname, refused.address)
  return permitted
}

/** The lookup of a connection: the connection is made to the address that was checked here, without a second lookup. */
export function checkedLookup(resolve: Resolve, addressPolicy: AddressPolicy): LookupFunction {
  return (hostname, { all, family }, callback) => {
    permittedAddresses(hostname, { resolve, addressPolicy, family }).then(
      (addresses) => {
        const [first] = addresses
        if (!first) callback(Object.assign(new Error(`${hostname} has no address.`), { code: 'ENOTFOUND' }), [])
        else if (all) callback(null, [...addresses])
        else callback(null, first.address, first.family)
      },
      (error: NodeJS.ErrnoException) => callback(error, []),
    )
  }
}

/**
 * Refuses a request without TLS to a name with an address that is not permitted, before it is sent: `fetch` of Deno and Bun
 * ignores our lookup. A name without an address is left to `fetch`.
 *
 * @throws GuardedFetchError `address_refused`
 */
export function createPlainHttpCheck(resolve: Resolve, addressPolicy: AddressPolicy): (url: URL) => Promise<void> {
  return async ({ protocol, hostname }) => {
    if (protocol !== 'http:' || addressClass(hostname) !== undefined) return
    const found = await resolve(hostname).catch((error: unknown) => {
      if (error instanceof GuardedFetchError) throw error
      return []
    })
    const permitted = await addressPolicy.permitted(hostname, found)
    const refused = found.find((each) => !permitted.includes(each))
    if (refused) throw addressRefused(hostname, refused.address)
  }
}

const descriptions: Readonly<Partial<Record<AddressClass, string>>> = {
  loopback: 'on this machine',
  private: 'in a private network',
  link_local: 'on the local link',
}

function addressRefused(hostname: string, address: string): GuardedFetchError {
  const network = addressClass(address) ?? 'reserved'
  const location = descriptions[network]
  if (location === undefined) {
    const fault = network === 'public' ? 'a public address, where it may not be' : 'where no server is'
    return new GuardedFetchError('address_refused', `${hostname} is at ${address}, ${fault}. No setting changes that.`)
  }
  const problem = `${hostname} is at ${address}, ${location}, which is not allowed.`
  const next = `If that is meant, set the option allow.networks of createAuth, or networks of this package, to ['${network}'].`
  return new GuardedFetchError('address_refused', problem, {
    next,
    details: { option: 'allow.networks', network },
  })
}
