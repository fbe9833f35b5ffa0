import fc from 'fast-check'
import ipaddr from 'ipaddr.js'
import { describe, expect, it } from 'vitest'
import { hostile } from '../../../scripts/hostile.ts'
import { addressClass } from '../src/untrusted/index.ts'
import { borders, expectedClass } from './address-oracle.ts'

type Address = ReturnType<typeof ipaddr.parse>

const pair = (high: number | undefined, low: number | undefined): string =>
  (Number(high) * 256 + Number(low)).toString(16)
const groups = ([a, b, c, d]: readonly number[]): string => `${pair(a, b)}:${pair(c, d)}`

/** IPv6 addresses that hold an IPv4 one. */
const embeddings: Readonly<Record<string, (bytes: readonly number[]) => string>> = {
  mapped: (bytes) => `::ffff:${groups(bytes)}`,
  'translated, RFC 6145': (bytes) => `::ffff:0:${groups(bytes)}`,
  'translated, RFC 6052': (bytes) => `64:ff9b::${groups(bytes)}`,
  'translated, RFC 8215': (bytes) => `64:ff9b:1::${groups(bytes)}`,
  '6to4': (bytes) => `2002:${groups(bytes)}::1`,
  compatible: (bytes) => `::${groups(bytes)}`,
}

/** One address as URLs, name servers and people write it. */
function notations(address: Address): readonly string[] {
  const text = address.toString()
  if (address.kind() === 'ipv4') {
    const bytes = address.toByteArray()
    const number = bytes.reduce((sum, byte) => sum * 256 + byte, 0)
    const octal = bytes.map((byte) => `0${byte.toString(8)}`).join('.')
    return [text, `${text}.`, octal, String(number), `0x${number.toString(16)}`, `0X${number.toString(16)}`]
  }
  const long = address.toNormalizedString()
  return [text, `[${text}]`, new URL(`http://[${text}]`).hostname, `${text}%eth0`, long, text.toUpperCase()]
}

function classesOf(addresses: readonly Address[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(addresses.flatMap(notations).map((text) => [text, addressClass(text)]))
}

function expectedOf(addresses: readonly Address[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(addresses.flatMap((each) => notations(each).map((text) => [text, expectedClass(each)])))
}

describe('the class of an address is that of ipaddr.js', () => {
  it.each(['ipv4', 'ipv6'] as const)('at the borders of each special range of %s, and one beyond', (kind) => {
    expect(borders(kind).length).toBeGreaterThan(60)
    expect(classesOf(borders(kind))).toEqual(expectedOf(borders(kind)))
  })

  it.each(Object.entries(embeddings))('where IPv4 borders are %s', (_, embed) => {
    const addresses = borders('ipv4').map((each) => ipaddr.parse(embed(each.toByteArray())))
    expect(classesOf(addresses)).toEqual(expectedOf(addresses))
  })

  it('for any address of IPv4, also inside one of IPv6', () => {
    const bytes = fc.uint8Array({ minLength: 4, maxLength: 4 }).map((each) => [...each])
    fc.assert(
      fc.property(bytes, fc.constantFrom(...Object.values(embeddings)), (each, embed) => {
        const addresses = [ipaddr.fromByteArray(each), ipaddr.parse(embed(each))]
        expect(classesOf(addresses)).toEqual(expectedOf(addresses))
      }),
      hostile(1000),
    )
  })

  it('for any address of IPv6, near a border or anywhere', () => {
    const near = fc.tuple(fc.constantFrom(...borders('ipv6')), fc.nat(15), fc.nat(255)).map(([border, at, byte]) => {
      return border.toByteArray().map((each, index) => (index === at ? byte : each))
    })
    const anywhere = fc.uint8Array({ minLength: 16, maxLength: 16 }).map((each) => [...each])
    fc.assert(
      fc.property(fc.oneof(near, anywhere), (each) => {
        const addresses = [ipaddr.fromByteArray(each)]
        expect(classesOf(addresses)).toEqual(expectedOf(addresses))
      }),
      hostile(2000),
    )
  })

  it('for the host of any URL that looks like one', () => {
    const digits = fc.string({ unit: fc.constantFrom(...'0127af.:x%'), minLength: 1, maxLength: 20 })
    fc.assert(
      fc.property(digits, fc.constantFrom('http://', 'http://[', 'app://', 'app://['), (text, before) => {
        const url = `${before}${text}${before.endsWith('[') ? ']' : ''}/`
        fc.pre(URL.canParse(url))
        const { hostname } = new URL(url)
        // A URL reads it as 0, the library not at all.
        fc.pre(!/(?:^|\.)0x(?:\.|$)/.test(hostname))
        const address = hostname.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '')
        expect([hostname, addressClass(hostname)]).toEqual([
          hostname,
          ipaddr.isValid(address) ? expectedClass(ipaddr.parse(address)) : undefined,
        ])
      }),
      { ...hostile(1000), maxSkipsPerRun: 1000 },
    )
  })
})
