import ipaddr from 'ipaddr.js'
import type { AddressClass } from '../src/untrusted/index.ts'

type Address = ReturnType<typeof ipaddr.parse>
type Range = readonly [first: Address, bits: number]

/** The class of an address by the ranges of another's library, to hold ours against. */
export function expectedClass(address: Address): AddressClass {
  const inside = embedded(address)
  if (inside) return expectedClass(inside)
  if (cloudMetadata.has(address.toString())) return 'link_local'
  const range = address.range()
  if (address.kind() === 'ipv4' && address.match(ipaddr.parseCIDR('198.18.0.0/15'))) return 'private'
  if (range === 'unicast' && address.kind() === 'ipv6' && address.match(ipaddr.parseCIDR('::/96'))) return 'reserved'
  return classes.get(range) ?? 'reserved'
}

const classes = new Map<string, AddressClass>([
  ['unicast', 'public'],
  ['private', 'private'],
  ['carrierGradeNat', 'private'],
  ['uniqueLocal', 'private'],
  ['deprecatedSiteLocal', 'private'],
  ['loopback', 'loopback'],
  ['unspecified', 'loopback'],
  ['linkLocal', 'link_local'],
])

const cloudMetadata = new Set(['100.100.100.200', '168.63.129.16', '192.0.0.192', 'fd00:ec2::254'])

function embedded(address: Address): Address | undefined {
  if (address.kind() === 'ipv4') return undefined
  const bytes = address.toByteArray()
  const range = address.range()
  if (range === '6to4') return ipaddr.fromByteArray(bytes.slice(2, 6))
  if (range === 'ipv4Mapped' || range === 'rfc6145') return ipaddr.fromByteArray(bytes.slice(12))
  // The prefix of RFC 8215.
  if (range === 'rfc6052') return ipaddr.fromByteArray(bytes[5] === 1 ? [10, 0, 0, 0] : bytes.slice(12))
  return undefined
}

/** The first and the last address of each range that the library or we treat apart, and the one beyond each. */
export function borders(kind: 'ipv4' | 'ipv6'): readonly Address[] {
  const { SpecialRanges }: { SpecialRanges: Readonly<Record<string, Range | readonly Range[]>> } =
    Object.getPrototypeOf(ipaddr.parse(kind === 'ipv4' ? '0.0.0.0' : '::'))
  const special = Object.values(SpecialRanges).flatMap((ranges) => (isRange(ranges) ? [ranges] : ranges))
  const own = [
    '198.18.0.0/15',
    '::/96',
    ...[...cloudMetadata].map((each) => `${each}/${each.includes(':') ? 128 : 32}`),
  ]
  const ranges = [...special, ...own.map((each) => ipaddr.parseCIDR(each))]
  return ranges.filter(([first]) => first.kind() === kind).flatMap(bordersOf)
}

function isRange(ranges: Range | readonly Range[]): ranges is Range {
  return typeof ranges[1] === 'number'
}

function bordersOf([address, bits]: Range): readonly Address[] {
  const length = address.toByteArray().length
  const first = address.toByteArray().reduce((sum, byte) => sum * 256n + BigInt(byte), 0n)
  const last = first + 2n ** BigInt(8 * length - bits) - 1n
  return [first - 1n, first, last, last + 1n]
    .filter((number) => number >= 0n && number < 2n ** BigInt(8 * length))
    .map((number) => ipaddr.fromByteArray(bytesOf(number, length)))
}

function bytesOf(number: bigint, length: number): number[] {
  return Array.from({ length }, (_, index) => Number((number >> BigInt(8 * (length - 1 - index))) & 255n))
}
