import { type AddressClass, addressClass, type Network, networksBeside } from '@fast-agent-auth/discovery'
import type { Address, Resolve } from './resolve.ts'

/** Where requests may go, as far as that depends on where the server is that the user named. */
export interface Reach {
  /** Networks that are allowed besides everybody's. */
  networks(): Promise<readonly Network[]>
  /** Those of the addresses of a name that may be connected to. */
  permitted(hostname: string, addresses: readonly Address[]): Promise<readonly Address[]>
}

export interface ReachOptions {
  readonly serverUrl?: string | undefined
  readonly networks?: readonly Network[] | undefined
  readonly resolve: Resolve
}

/**
 * The server is looked up once, and only when an address that is not everybody's turns up. Where it then is in a private
 * network, it has to stay there: else its owner could answer from outside and point inside.
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
  const networks = async (): Promise<readonly Network[]> => networksBeside(await placeOfServer(), others)

  return {
    networks,
    async permitted(hostname, addresses) {
      const classes = addresses.map(({ address }) => addressClass(address) ?? 'reserved')
      const isServer = hostname === server
      if (classes.every((each) => each === 'public') && !(isServer && place)) return addresses
      const inside: readonly AddressClass[] = await networks()
      const outside: readonly AddressClass[] = isServer && (await placeOfServer()) !== 'public' ? [] : ['public']
      const allowed = new Set([...inside, ...outside])
      return addresses.filter((_, index) => allowed.has(classes[index] ?? 'reserved'))
    },
  }
}

/** The network of all of a name's addresses; everybody's where they are in several, or where there are none. Rejects as `resolve` does. */
async function placeOf(hostname: string, resolve: Resolve): Promise<AddressClass> {
  const own = addressClass(hostname)
  if (own) return own
  const addresses = await resolve(hostname)
  const [first = 'public', ...others] = new Set(addresses.map(({ address }) => addressClass(address) ?? 'reserved'))
  return others.length === 0 ? first : 'public'
}
