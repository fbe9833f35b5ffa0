import {
  type AddressClass,
  addressClass,
  isInside,
  type Network,
  networksBeside,
} from '@fast-agent-auth/discovery/untrusted'
import type { Address, Resolve } from './resolve.ts'

/** Where requests may go, as far as that depends on where the server is that the user named. */
export interface Reach {
  /** Those of the addresses of a name that may be connected to. */
  permitted(hostname: string, addresses: readonly Address[]): Promise<readonly Address[]>
  /** Tells that there is a connection, TLS included: whoever answers for a name alone does not get that far. */
  connected(hostname: string, address: string | undefined): void
}

export interface ReachOptions {
  readonly serverUrl?: string | undefined
  readonly networks?: readonly Network[] | undefined
  /** What may be asked without TLS, and so is nowhere but in a private network or on this machine. */
  readonly httpHosts?: readonly string[] | undefined
  readonly resolve: Resolve
}

/**
 * Where the server was first connected to, there it stays: else its owner could answer from outside and point inside.
 * Before that it is looked up, each time that an address turns up that is not everybody's.
 */
export function createReach({ serverUrl, networks: others, httpHosts = [], resolve }: ReachOptions): Reach {
  const server = serverUrl === undefined ? undefined : new URL(serverUrl).hostname
  const names = httpHosts.map((host) => host.toLowerCase().replace(/:\d+$/, ''))
  let place: AddressClass | undefined
  // A network that is down says nothing of where the server is.
  const placeOfServer = async (): Promise<AddressClass> =>
    place ?? (server === undefined ? 'public' : placeOf(server, resolve).catch(() => 'public' as const))

  return {
    async permitted(hostname, all) {
      if (names.includes(hostname)) return all.filter((each) => isInside(classOf(each)))
      // Such a name may be asked without TLS: it is this machine, whatever a name server says (RFC 6761 §6.3).
      const isHere = addressClass(hostname) === 'loopback'
      const addresses = isHere ? all.filter((each) => classOf(each) === 'loopback') : all
      const classes = addresses.map(classOf)
      const isServer = hostname === server
      if (!isServer && classes.every((each) => each === 'public')) return addresses
      const own = isServer ? (place ?? placeOfAll(classes)) : await placeOfServer()
      const inside: readonly AddressClass[] = networksBeside(own, others)
      const outside: readonly AddressClass[] = isServer && own !== 'public' ? [] : ['public']
      const allowed = new Set([...inside, ...outside])
      return addresses.filter((_, index) => allowed.has(classes[index] ?? 'reserved'))
    },
    connected(hostname, address) {
      if (hostname === server && address !== undefined) place ??= classOf({ address })
    },
  }
}

/** Rejects as `resolve` does. */
async function placeOf(hostname: string, resolve: Resolve): Promise<AddressClass> {
  return addressClass(hostname) ?? placeOfAll((await resolve(hostname)).map(classOf))
}

/** The network of all of a name's addresses; everybody's where they are in several, or where there are none. */
function placeOfAll(classes: readonly AddressClass[]): AddressClass {
  const [first = 'public', ...others] = new Set(classes)
  return others.length === 0 ? first : 'public'
}

function classOf({ address }: Pick<Address, 'address'>): AddressClass {
  return addressClass(address) ?? 'reserved'
}
