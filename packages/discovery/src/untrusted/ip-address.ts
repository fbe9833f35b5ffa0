/** An IP address in numbers: the four bytes of IPv4, or the eight groups of IPv6. */
export type IpAddress = readonly number[]

/** The address that a host is, in any notation that a URL takes, with or without brackets or a zone; else `undefined`. */
export function ipAddress(host: string): IpAddress | undefined {
  const text = host.replace(/^\[(.*)\]$/, '$1')
  const isIpv6 = text.includes(':')
  const digits = isIpv6 ? text.replace(/%[\w.-]+$/, '') : text
  const url = isIpv6 ? `http://[${digits}]` : `http://${digits}`
  if (!mayBeAddress.test(digits) || !URL.canParse(url)) return undefined
  // A parser of URLs writes each address in one way (WHATWG URL §3.5).
  const { hostname } = new URL(url)
  if (isIpv6) return groupsOf(hostname.slice(1, -1))
  return /^\d+(?:\.\d+){3}$/.test(hostname) ? hostname.split('.').map(Number) : undefined
}

/** Digits of any base and their separators: no other character may reach the URL that is made of a text. */
const mayBeAddress = /^[\da-fx.:]*[\da-fx:]$/

function groupsOf(text: string): IpAddress {
  const [left = [], right = []] = text
    .split('::')
    .map((side) => (side === '' ? [] : side.split(':').map((group) => Number.parseInt(group, 16))))
  return [...left, ...Array<number>(8 - left.length - right.length).fill(0), ...right]
}

/** The IPv4 address in two groups of an IPv6 one. */
export function ipv4In(groups: IpAddress, at: number): IpAddress {
  return groups.slice(at, at + 2).flatMap((group) => [group >> 8, group & 0xff])
}

/** Whether an address begins with the first `bits` of a prefix, which is of the same family and lacks zeros at its end. */
export function beginsWith(address: IpAddress, prefix: IpAddress, bits: number): boolean {
  const width = address.length === 4 ? 8 : 16
  return address.every((part, index) => {
    // Bits at the end of this part that are beyond the prefix.
    const beyond = Math.min(width, Math.max(0, width * (index + 1) - bits))
    return part >> beyond === (prefix[index] ?? 0) >> beyond
  })
}
