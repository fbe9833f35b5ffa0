import ipaddr from 'ipaddr.js'

/**
 * Where an address leads: to anybody, into a private network (also those of carriers, VPNs and local proxies), to this
 * machine, to what is on the same cable (and to the metadata service of a cloud), or to nobody that serves.
 */
export type AddressClass = 'public' | 'private' | 'loopback' | 'link_local' | 'reserved'

/** Names that never leave this machine (RFC 6761 §6.3), and addresses in every notation; `undefined` for other names. */
export function addressClass(hostname: string): AddressClass | undefined {
  const name = hostname.toLowerCase().replace(/\.$/, '')
  if (name === 'localhost' || name.endsWith('.localhost')) return 'loopback'
  const text = name.replace(/^\[(.*)\]$/, '$1')
  if (compatibleText.test(text)) return 'reserved'
  return mayBeAddress.test(text) && ipaddr.isValid(text) ? classOf(ipaddr.parse(text)) : undefined
}

/** An IPv6 address has a colon, an IPv4 one no other letters; the library takes a hundred times as long to say no. */
const mayBeAddress = /:|^[\da-fx.]*$/

type Address = ReturnType<typeof ipaddr.parse>

const classes = new Map<string, AddressClass>([
  ['unicast', 'public'],
  ['private', 'private'],
  ['carrierGradeNat', 'private'],
  ['uniqueLocal', 'private'],
  ['deprecatedSiteLocal', 'private'],
  ['loopback', 'loopback'],
  // A connection to the unspecified address arrives on this machine.
  ['unspecified', 'loopback'],
  ['linkLocal', 'link_local'],
])

/** What is private by its range, and answers with the credentials of a machine in a cloud; or is public by its range. */
const cloudMetadata = new Set(['100.100.100.200', '168.63.129.16', '192.0.0.192', 'fd00:ec2::254'])

/** For measurements (RFC 2544). Local proxies give such addresses to every name. */
const proxied = ipaddr.parseCIDR('198.18.0.0/15')

/** IPv4 addresses in IPv6 ones as nobody routes them any more (RFC 4291 §2.5.5.1). */
const compatible = ipaddr.parseCIDR('::/96')
/** As the library does not read them. */
const compatibleText = /^::\d+(?:\.\d+){3}$/

function classOf(address: Address): AddressClass {
  const inside = embedded(address)
  if (inside) return classOf(inside)
  if (cloudMetadata.has(address.toString())) return 'link_local'
  const range = address.range()
  if (address.kind() === 'ipv4' && address.match(proxied)) return 'private'
  if (range === 'unicast' && address.kind() === 'ipv6' && address.match(compatible)) return 'reserved'
  return classes.get(range) ?? 'reserved'
}

/** The IPv4 address to which an IPv6 address leads: mapped, translated (RFC 6052, RFC 6145) or tunnelled (6to4). */
function embedded(address: Address): Address | undefined {
  if (!('parts' in address)) return undefined
  const bytes = address.toByteArray()
  const range = address.range()
  if (range === '6to4') return ipaddr.fromByteArray(bytes.slice(2, 6))
  if (range === 'ipv4Mapped' || range === 'rfc6145') return ipaddr.fromByteArray(bytes.slice(12))
  // The prefix of RFC 8215 is one of a private network: where in it the address stands is not known.
  if (range === 'rfc6052') return ipaddr.fromByteArray(bytes[5] === 1 ? [10, 0, 0, 0] : bytes.slice(12))
  return undefined
}
