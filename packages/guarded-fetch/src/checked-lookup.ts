import type { LookupFunction } from 'node:net'
import { type AddressClass, addressClass } from '@fast-agent-auth/discovery/untrusted'
import { GuardedFetchError } from './guarded-fetch-error.ts'
import type { Reach } from './reach.ts'
import type { Address, Resolve } from './resolve.ts'

/**
 * The addresses of a name to which a connection may be made.
 *
 * @throws GuardedFetchError `address_refused` where it has none but others
 */
async function permittedAddresses(
  hostname: string,
  { resolve, reach, family }: { readonly resolve: Resolve; readonly reach: Reach; readonly family?: unknown },
): Promise<readonly Address[]> {
  const found = await resolve(hostname)
  const addresses = family === 4 || family === 6 ? found.filter((each) => each.family === family) : found
  const permitted = await reach.permitted(hostname, addresses)
  const [refused] = addresses
  if (refused && permitted.length === 0) throw addressRefused(hostname, refused.address)
  return permitted
}

/** Resolves for a connection, which is then made to what was checked here: no name is resolved twice. */
export function checkedLookup(resolve: Resolve, reach: Reach): LookupFunction {
  return (hostname, { all, family }, callback) => {
    permittedAddresses(hostname, { resolve, reach, family }).then(
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
 * Refuses, before it is asked, a name without TLS that is where it may not be: in Deno and Bun, `fetch` makes connections of
 * its own. A name that nobody knows is left to fail there.
 */
export function createInsideCheck(resolve: Resolve, reach: Reach): (url: URL) => Promise<void> {
  return async ({ protocol, hostname }) => {
    if (protocol !== 'http:' || addressClass(hostname) !== undefined) return
    const found = await resolve(hostname).catch(() => [])
    const permitted = await reach.permitted(hostname, found)
    const refused = found.find((each) => !permitted.includes(each))
    if (refused) throw addressRefused(hostname, refused.address)
  }
}

const words: Readonly<Partial<Record<AddressClass, string>>> = {
  loopback: 'on this machine',
  private: 'in a private network',
  link_local: 'on the local link',
}

function addressRefused(hostname: string, address: string): GuardedFetchError {
  const place = addressClass(address) ?? 'reserved'
  const where = words[place]
  if (where === undefined) {
    const why = place === 'public' ? "in everybody's network, where it may not be" : 'where no server is'
    return new GuardedFetchError('address_refused', `${hostname} is at ${address}, ${why}. No setting changes that.`)
  }
  const problem = `${hostname} is at ${address}, ${where}, which is not allowed.`
  const next = `If that is meant, set the option allow.networks of createAuth, or networks of this package, to ['${place}'].`
  return new GuardedFetchError('address_refused', problem, {
    next,
    details: { option: 'allow.networks', network: place },
  })
}
