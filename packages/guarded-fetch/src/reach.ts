import { type AddressClass, addressClass, type Network, networksBeside } from '@fast-agent-auth/discovery'
import type { Address, Resolve } from './resolve.ts'

/** Where requests may go, as far as that depends on where the server is that the user named. */
export interface Reach {
  /** Those of the addresses of a name that may be connected to. */
  permitted(hostname: string, addresses: readonly Address[]): Promise<readonly Address[]>
}

export interface ReachOptions {
  readonly serverUrl?: string | undefined
  readonly networks?: readonly Network[] | undefined
  readonly resolve: Resolve
}

/**
 * Where the server is, the first addresses decide that it is connected to, or looked up at when an address turns up that
 * is not everybody's. There it has to stay: else its owner could answer from outside and point inside.
 */
export function createReach({ serverUrl, networks: others, resolve }: ReachOptions): Reach {
  const server = serverUrl === undefined ? undefined : new URL(serverUrl).hostname
  let place: Promise<AddressClass> | undefined
  const placeOfServer = (): Promise<AddressClass> => {
    place ??= server === undefined ? Promise.resolve('public') : placeOf(server, resolve).catch(unknown)
    return place
  }
  /** A network that is down says nothing of where the server is: it is looked up again. */
  const unknown = (): AddressClass => {
    place = undefined
    return 'public'
  }

  return {
    async permitted(hostname, addresses) {
      const classes = addresses.map(classOf)
      const isServer = hostname === server
      if (isServer && classes.length > 0) place ??= Promise.resolve(placeOfAll(classes))
      else if (classes.every((each) => each === 'public')) return addresses
      const own = await placeOfServer()
      const inside: readonly AddressClass[] = networksBeside(own, others)
      const outside: readonly AddressClass[] = isServer && own !== 'public' ? [] : ['public']
      const allowed = new Set([...inside, ...outside])
      return addresses.filter((_, index) => allowed.has(classes[index] ?? 'reserved'))
    },
  }
}

/** Rejects as `resolve` does. */
async function placeOf(hostname: string, resolve: Resolve): Promise<AddressClass> {
  const own = addressClass(hostname)
  if (own) return own
  const addresses = await resolve(hostname)
  return placeOfAll(addresses.map(classOf))
}

/** The network of all of a name's addresses; everybody's where they are in several, or where there are none. */
function placeOfAll(classes: readonly AddressClass[]): AddressClass {
  const [first = 'public', ...others] = new Set(classes)
  return others.length === 0 ? first : 'public'
}

function classOf({ address }: Address): AddressClass {
  return addressClass(address) ?? 'reserved'
}
