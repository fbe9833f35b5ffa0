import { beginsWith, type IpAddress, ipAddress, ipv4In } from './ip-address.ts'

/**
 * The reach of an address: the public internet, a private network (also those of carriers, VPNs and local proxies), this
 * machine, the same cable (and the metadata service of a cloud), or nobody.
 */
export type AddressClass = 'public' | 'private' | 'loopback' | 'link_local' | 'reserved'

/** Names that never leave this machine (RFC 6761 §6.3), and addresses in every notation; `undefined` for other names. */
export function addressClass(hostname: string): AddressClass | undefined {
  const name = hostname.toLowerCase().replace(/\.$/, '')
  if (name === 'localhost' || name.endsWith('.localhost')) return 'loopback'
  const address = ipAddress(name)
  return address && classOf(address)
}

function classOf(address: IpAddress): AddressClass {
  if (address.length === 4) return classIn(ipv4Ranges, address)
  const embedding = embeddings.find(([prefix, bits]) => beginsWith(address, prefix, bits))
  return embedding ? classOf(ipv4In(address, embedding[2])) : classIn(ipv6Ranges, address)
}

function classIn(ranges: readonly Range[], address: IpAddress): AddressClass {
  return ranges.find(([prefix, bits]) => beginsWith(address, prefix, bits))?.[2] ?? 'public'
}

/** The beginning of the addresses in a range, its length in bits, and their class. */
type Range = readonly [prefix: IpAddress, bits: number, found: AddressClass]

/** Special ranges of IPv4. The first range that fits counts. An address in none is public. */
const ipv4Ranges: readonly Range[] = [
  // Metadata services, which answer with the credentials of a machine: of Alibaba, Azure and Oracle.
  [[100, 100, 100, 200], 32, 'link_local'],
  [[168, 63, 129, 16], 32, 'link_local'],
  [[192, 0, 0, 192], 32, 'link_local'],
  // RFC 1122 §3.2.1.3. A connection to the unspecified address arrives on this machine.
  [[0], 8, 'loopback'],
  [[127], 8, 'loopback'],
  // RFC 1918
  [[10], 8, 'private'],
  [[172, 16], 12, 'private'],
  [[192, 168], 16, 'private'],
  // RFC 6598: carriers, and some VPNs.
  [[100, 64], 10, 'private'],
  // RFC 2544: for measurements. Local proxies give such addresses to every name.
  [[198, 18], 15, 'private'],
  // RFC 3927
  [[169, 254], 16, 'link_local'],
  // RFC 6890 §2.1: protocols of the IETF.
  [[192, 0, 0], 24, 'reserved'],
  // RFC 5737: for documents.
  [[192, 0, 2], 24, 'reserved'],
  [[198, 51, 100], 24, 'reserved'],
  [[203, 0, 113], 24, 'reserved'],
  // RFC 7535 and RFC 7534: AS112, where questions about private addresses end.
  [[192, 31, 196], 24, 'reserved'],
  [[192, 175, 48], 24, 'reserved'],
  // RFC 7450: relays of multicast.
  [[192, 52, 193], 24, 'reserved'],
  // RFC 7526: relays of 6to4, given up.
  [[192, 88, 99], 24, 'reserved'],
  // RFC 5771: multicast.
  [[224], 4, 'reserved'],
  // RFC 1112 §4, and RFC 919 §7: 255.255.255.255.
  [[240], 4, 'reserved'],
]

/** Ranges of IPv6 whose addresses lead to an IPv4 one, and the first of the two groups that hold it. */
const embeddings: readonly (readonly [prefix: IpAddress, bits: number, at: number])[] = [
  // RFC 4291 §2.5.5.2: mapped.
  [[0, 0, 0, 0, 0, 0xffff], 96, 6],
  // RFC 6145 §2.2 and RFC 6052 §2.1: translated.
  [[0, 0, 0, 0, 0xffff], 96, 6],
  [[0x64, 0xff9b], 96, 6],
  // RFC 3056 §2: tunnelled, 6to4.
  [[0x2002], 16, 1],
]

/** Special ranges of IPv6, to be read as those of IPv4. */
const ipv6Ranges: readonly Range[] = [
  // The metadata service of AWS.
  [[0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x254], 128, 'link_local'],
  // RFC 4291 §2.5.2 and §2.5.3, as in IPv4.
  [[], 128, 'loopback'],
  [[0, 0, 0, 0, 0, 0, 0, 1], 128, 'loopback'],
  // RFC 4291 §2.5.5.1: IPv4-compatible addresses, which nobody routes any more.
  [[], 96, 'reserved'],
  // RFC 8215: translated in a private network. The place of the IPv4 address in it is not known.
  [[0x64, 0xff9b, 1], 48, 'private'],
  // RFC 6666: dropped.
  [[0x100], 64, 'reserved'],
  // RFC 2928: protocols of the IETF, among them Teredo, ORCHID, measurements and AS112.
  [[0x2001], 23, 'reserved'],
  // RFC 3849 and RFC 9637: for documents.
  [[0x2001, 0xdb8], 32, 'reserved'],
  [[0x3fff], 20, 'reserved'],
  // RFC 7534: AS112.
  [[0x2620, 0x4f, 0x8000], 48, 'reserved'],
  // RFC 9602: segment routing.
  [[0x5f00], 16, 'reserved'],
  // RFC 4193
  [[0xfc00], 7, 'private'],
  // RFC 3879: sites, given up.
  [[0xfec0], 10, 'private'],
  // RFC 4291 §2.5.6
  [[0xfe80], 10, 'link_local'],
  // RFC 4291 §2.7: multicast.
  [[0xff00], 8, 'reserved'],
]
