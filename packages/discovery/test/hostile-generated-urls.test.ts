import { BlockList, isIPv6 } from 'node:net'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hostile } from '../../../scripts/hostile.ts'
import { addressClass, allNetworks, networksOf, refuseUrl } from '../src/untrusted/index.ts'

/** Node's own rules for addresses: another's work, to hold ours against. */
const inside = new BlockList()
for (const [address, prefix] of [
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['100.64.0.0', 10],
  ['198.18.0.0', 15],
  ['127.0.0.0', 8],
  ['0.0.0.0', 8],
  ['169.254.0.0', 16],
  ['224.0.0.0', 3],
] as const)
  inside.addSubnet(address, prefix)
for (const [address, prefix] of [
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  inside.addSubnet(address, prefix, 'ipv6')
inside.addAddress('::1', 'ipv6')
inside.addAddress('::', 'ipv6')

const isInside = (address: string): boolean => inside.check(address, isIPv6(address) ? 'ipv6' : 'ipv4')

const octets = fc.oneof(
  fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255), fc.nat(255)),
  // Near the edges, where mistakes are.
  fc.tuple(
    fc.constantFrom(9, 10, 11, 100, 126, 127, 128, 169, 172, 192, 198, 0, 1, 223, 224),
    fc.constantFrom(0, 15, 16, 17, 18, 19, 20, 31, 32, 63, 64, 127, 128, 168, 253, 254, 255),
    fc.nat(255),
    fc.nat(255),
  ),
)
const ipv4 = octets.map((each) => each.join('.'))

/** The same address as others write it. */
const notations: readonly ((octets: readonly number[]) => string)[] = [
  (each) => String(numberOf(each)),
  (each) => `0x${numberOf(each).toString(16)}`,
  (each) => `0${numberOf(each).toString(8)}`,
  (each) => each.map((octet) => `0x${octet.toString(16)}`).join('.'),
  (each) => each.map((octet) => `0${octet.toString(8)}`).join('.'),
  ([a = 0, b = 0, c = 0, d = 0]) => `${a}.${b}.${c * 256 + d}`,
  ([a = 0, b = 0, c = 0, d = 0]) => `${a}.${(b * 256 + c) * 256 + d}`,
]

function numberOf(octets: readonly number[]): number {
  return octets.reduce((sum, octet) => sum * 256 + octet, 0)
}

const hex = (octets: readonly number[]): string => octets.map((each) => each.toString(16).padStart(2, '0')).join('')
const groups = (octets: readonly number[]): string => hex(octets).replace(/(.{4})(.{4})/, '$1:$2')

/** IPv6 addresses that lead to an IPv4 one. */
const tunnels: readonly ((octets: readonly number[]) => string)[] = [
  (each) => `[::ffff:${groups(each)}]`,
  (each) => `[::ffff:${each.join('.')}]`,
  (each) => `[64:ff9b::${groups(each)}]`,
  (each) => `[::ffff:0:${groups(each)}]`,
  (each) => `[2002:${groups(each)}::1]`,
]

const hostOf = (text: string): string => new URL(`https://${text}/`).hostname

describe('the class of an address', () => {
  it('is not public where Node counts it among those that are not everybody’s', () => {
    fc.assert(
      fc.property(fc.oneof(ipv4, fc.ipV6()), (address) => {
        fc.pre(isInside(address))
        expect(addressClass(address)).not.toBe('public')
      }),
      { ...hostile(1000), maxSkipsPerRun: 100 },
    )
  })

  it('is the same in every notation of the address (H6)', () => {
    fc.assert(
      fc.property(octets, fc.constantFrom(...notations), (each, write) => {
        expect(addressClass(hostOf(write(each)))).toBe(addressClass(each.join('.')))
        expect(addressClass(write(each))).toBe(addressClass(each.join('.')))
      }),
      hostile(1000),
    )
  })

  it('is that of the address to which another leads', () => {
    fc.assert(
      fc.property(octets, fc.constantFrom(...tunnels), (each, write) => {
        expect(addressClass(hostOf(write(each)))).toBe(addressClass(each.join('.')))
      }),
      hostile(1000),
    )
  })

  it('is told of any text without throwing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        expect([undefined, 'public', 'private', 'loopback', 'link_local', 'reserved']).toContain(addressClass(text))
      }),
      hostile(1000),
    )
  })
})

const networks = fc.subarray([...allNetworks])
const bits = fc.constantFrom(
  ...[
    'https://',
    'http://',
    'HTTPS:',
    'javascript:',
    'data:',
    'file:///',
    'vscode://',
    '-o',
    '//',
    '\\\\',
    '@',
    ':',
    '#',
    '?',
  ],
  ...['as.example.com', 'localhost', '127.0.0.1', '10.0.0.1', '[::1]', '169.254.169.254', '2130706433', 'user:pw', '.'],
  ...[
    '\0',
    '\n',
    '\t',
    ' ',
    '\u202e',
    '\u200b',
    '\u0085',
    '\ud800',
    '%00',
    '%2f',
    '$(calc)',
    '"&calc&"',
    '/',
    'ä',
    'а',
  ],
)
const url = fc.oneof(
  fc.array(bits, { maxLength: 8 }).map((each) => each.join('')),
  fc.webUrl({ withQueryParameters: true, withFragments: true }),
  fc.tuple(fc.webUrl(), fc.string({ unit: 'binary', maxLength: 10 })).map((each) => each.join('')),
  fc.anything(),
)

describe('a URL that the policy lets pass', () => {
  it('is https, or http on this machine, without user name and control characters, and leads to no network but those allowed (H10)', () => {
    fc.assert(
      fc.property(url, networks, (text, allowed) => {
        if (refuseUrl(text, { networks: allowed }) !== undefined) return
        expect(typeof text).toBe('string')
        const { protocol, hostname, username, password, href } = new URL(String(text))
        const place = addressClass(hostname) ?? 'public'
        expect([username, password]).toEqual(['', ''])
        expect(['public', ...allowed]).toContain(place)
        expect(protocol === 'https:' || (protocol === 'http:' && place === 'loopback')).toBe(true)
        expect(String(text)).not.toMatch(/[\s\p{Cc}\p{Cf}\p{Cs}\\]/u)
        expect(refuseUrl(href, { networks: allowed })).toBeUndefined()
      }),
      hostile(2000),
    )
  })

  it('is in the network of the server, or in everybody’s (H5)', () => {
    fc.assert(
      fc.property(octets, octets, (server, other) => {
        const serverUrl = `https://${server.join('.')}/mcp`
        if (refuseUrl(`https://${other.join('.')}/`, { networks: networksOf(serverUrl) }) !== undefined) return
        const place = addressClass(other.join('.'))
        const own = addressClass(server.join('.'))
        expect(place === 'public' || place === own || (own === 'loopback' && place === 'private')).toBe(true)
      }),
      hostile(1000),
    )
  })
})
