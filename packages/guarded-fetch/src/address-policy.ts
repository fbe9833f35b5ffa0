import {
  type AddressClass,
  addressClass,
  allowedNetworks,
  isPrivateOrLoopback,
  type Network,
} from '@fast-agent-auth/discovery/untrusted'
import type { Address, Resolve } from './resolve.ts'

/** The addresses to which requests may go. They depend on the network in which the user's MCP server is. */
export interface AddressPolicy {
  /** The addresses of a name to which a connection may be made. */
  permitted(hostname: string, addresses: readonly Address[]): Promise<readonly Address[]>
  /** Notes a connection after its TLS handshake, which a forged DNS answer alone cannot bring about. */
  noteConnection(hostname: string, address: string | undefined): void
}

export interface AddressPolicyOptions {
  readonly serverUrl?: string | undefined
  readonly networks?: readonly Network[] | undefined
  /** Hosts that may be asked without TLS: their addresses must be private, or of this machine. */
  readonly httpHosts?: readonly string[] | undefined
  readonly resolve: Resolve
}

/**
 * The network of the server is the network of its first connection: otherwise its owner could answer from a public
 * address first, and later point into a private network. Before the first connection the server is looked up for each
 * address that is not public.
 */
export function createAddressPolicy({
  serverUrl,
  networks: others,
  httpHosts = [],
  resolve,
}: AddressPolicyOptions): AddressPolicy {
  const server = serverUrl === undefined ? undefined : new URL(serverUrl).hostname
  const names = httpHosts.map((host) => host.toLowerCase().replace(/:\d+$/, ''))
  let connected: AddressClass | undefined
  // A lookup that fails permits nothing: the server then counts as public.
  const networkOfServer = async (): Promise<AddressClass> =>
    connected ?? (server === undefined ? 'public' : networkOf(server, resolve).catch(() => 'public' as const))

  return {
    async permitted(hostname, all) {
      if (names.includes(hostname)) return all.filter((each) => isPrivateOrLoopback(classOf(each)))
      // A name such as localhost may be asked without TLS: only addresses of this machine count (RFC 6761 §6.3).
      const isHere = addressClass(hostname) === 'loopback'
      const addresses = isHere ? all.filter((each) => classOf(each) === 'loopback') : all
      const classes = addresses.map(classOf)
      const isServer = hostname === server
      if (!isServer && classes.every((each) => each === 'public')) return addresses
      const own = isServer ? (connected ?? networkOfAll(classes)) : await networkOfServer()
      const inside: readonly AddressClass[] = allowedNetworks(own, others)
      const outside: readonly AddressClass[] = isServer && own !== 'public' ? [] : ['public']
      const allowed = new Set([...inside, ...outside])
      return addresses.filter((_, index) => allowed.has(classes[index] ?? 'reserved'))
    },
    noteConnection(hostname, address) {
      if (hostname === server && address !== undefined) connected ??= classOf({ address })
    },
  }
}

/** @throws the error of `resolve` */
async function networkOf(hostname: string, resolve: Resolve): Promise<AddressClass> {
  return addressClass(hostname) ?? networkOfAll((await resolve(hostname)).map(classOf))
}

/**
 * The network of all addresses of a name; `public` where the addresses are in several networks, or where there are
 * none.
 */
function networkOfAll(classes: readonly AddressClass[]): AddressClass {
  const [first = 'public', ...others] = new Set(classes)
  return others.length === 0 ? first : 'public'
}

function classOf({ address }: Pick<Address, 'address'>): AddressClass {
  return addressClass(address) ?? 'reserved'
}
