import { describe, expect, it } from 'vitest'
import { addressClass, networksOf, refuseUrl } from '../src/untrusted/index.ts'
import { ipAddress } from '../src/untrusted/ip-address.ts'

const table = {
  public: [
    '8.8.8.8',
    '1.1.1.1',
    '2606:4700::1111',
    '[2606:4700::1111]',
    '::ffff:8.8.8.8',
    '64:ff9b::808:808',
    '172.32.0.1',
    // Neighbours of the reserved ones.
    ...['192.0.1.0', '192.0.3.0', '198.51.99.255', '198.51.101.0', '203.0.112.255', '203.0.114.0', '223.255.255.255'],
    ...['192.31.195.255', '192.31.197.0', '192.175.47.255', '192.175.49.0', '192.52.192.255', '192.52.194.0'],
    ...['192.88.98.255', '192.88.100.0', '2001:200::', '2001:db9::', '3ffe:ffff::', '3fff:1000::'],
    ...['2620:4f:7fff::', '2620:4f:8001::', '5eff:ffff::', '5f01::', '2606:4700:1:2:3:4:5:6'],
  ],
  private: [
    '10.0.0.1',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '100.64.0.1',
    '100.127.255.255',
    '198.18.0.1',
    '198.19.255.255',
    'fc00::1',
    '[fd12:3456::1]',
    'fec0::1',
    '::ffff:10.0.0.1',
    '::ffff:0:10.0.0.1',
    '64:ff9b::a00:1',
    '64:ff9b:1::808:808',
    '2002:a00:1::',
    // Other notations of 10.0.0.1.
    '167772161',
    '0xa.0.0.1',
    '012.0.0.1',
    '10.1',
  ],
  loopback: [
    'localhost',
    'LOCALHOST',
    'localhost.',
    'app.localhost',
    '127.0.0.1',
    '127.255.255.254',
    '0.0.0.0',
    '::1',
    '[::]',
    '::ffff:127.0.0.1',
    '64:ff9b::7f00:1',
    '2002:7f00:1::1',
    '2130706433',
    '0177.0.0.1',
    '0x7f000001',
    '127.1',
  ],
  link_local: [
    '169.254.169.254',
    'fe80::1',
    'fe80::1%eth0',
    'fe80::1%eth0.100',
    'fe80::1%br-1',
    '::ffff:169.254.169.254',
    '[::ffff:a9fe:a9fe]',
    '64:ff9b::a9fe:a9fe',
    // Of Alibaba, Azure, Oracle and AWS.
    '100.100.100.200',
    '168.63.129.16',
    '192.0.0.192',
    'fd00:ec2::254',
  ],
  reserved: [
    '[::7f00:1]',
    '::808:808',
    '::8.8.8.8',
    '::127.0.0.1',
    '::2',
    '255.255.255.255',
    '224.0.0.1',
    '240.0.0.1',
    ...['192.0.0.0', '192.0.0.255', '192.0.2.1', '198.51.100.0', '198.51.100.255', '203.0.113.9'],
    ...['192.31.196.0', '192.31.196.255', '192.175.48.0', '192.175.48.255', '192.52.193.0', '192.52.193.255'],
    ...['192.88.99.0', '192.88.99.255', '3fff::', '3fff:fff:ffff::', '5f00::', '5f00:ffff::'],
    ...['2620:4f:8000::', '2620:4f:8000:ffff::', '2001:1ff::', '2001:db8:1:2:3:4:5:6'],
    'ff02::1',
    '2001:db8::1',
    '2001:0:1::1',
    '100::1',
  ],
}

describe('addressClass', () => {
  it.each(Object.entries(table).flatMap(([found, all]) => all.map((address) => [address, found])))(
    'counts %s as %s',
    (address, found) => {
      expect(addressClass(address)).toBe(found)
    },
  )

  it.each([
    'example.com',
    'localhost.example.com',
    'notlocalhost',
    '127.0.0.1.example.com',
    '1.2.3.4.5',
    '',
    '[',
    'metadata.google.internal',
    // No other part of a URL may make a text an address.
    ...['10.0.0.1.ad', 'me@10.0.0.1', 'a/10.0.0.1', '10.0.0.1/a', '10.0.0.1:80', '10.0.0.1?'],
    ...['a[::1]', '[::]a', 'fe80::1%e:1', 'fe80::1%', '::1/a', '1::1::1'],
  ])('takes the name %j for no address', (name) => {
    expect(addressClass(name)).toBeUndefined()
  })
})

it.each([
  ['127.1', [127, 0, 0, 1]],
  ['[::]', [0, 0, 0, 0, 0, 0, 0, 0]],
  ['::1', [0, 0, 0, 0, 0, 0, 0, 1]],
  ['fe80::', [0xfe80, 0, 0, 0, 0, 0, 0, 0]],
  ['1:2:3:4:5:6:7:8', [1, 2, 3, 4, 5, 6, 7, 8]],
])('reads all numbers of %s', (address, numbers) => {
  expect(ipAddress(address)).toEqual(numbers)
})

describe('networksOf', () => {
  it.each([
    ['https://mcp.example.com/mcp', []],
    ['https://8.8.8.8/mcp', []],
    ['https://10.0.0.5/mcp', ['private']],
    ['http://localhost:3000/mcp', ['loopback', 'private']],
    ['https://[fe80::1]/mcp', ['link_local']],
    ['https://224.0.0.1/mcp', []],
    ['nonsense', []],
  ])('of %s are %j', (serverUrl, networks) => {
    expect(networksOf(serverUrl)).toEqual(networks)
  })

  it('adds those that an option allows', () => {
    expect(networksOf('https://mcp.example.com', ['private'])).toEqual(['private'])
    expect(networksOf('https://10.0.0.5', ['loopback'])).toEqual(['loopback', 'private'])
  })
})

describe('refuseUrl', () => {
  it.each([
    ['https://10.0.0.5/', 'is in a private network, which is not allowed', 'private'],
    ['https://[fd00::1]/', 'is in a private network, which is not allowed', 'private'],
    ['https://2886729729/', 'is in a private network, which is not allowed', 'private'],
    ['https://169.254.169.254/', 'is on the local link, which is not allowed', 'link_local'],
    ['https://[::ffff:169.254.169.254]/', 'is on the local link, which is not allowed', 'link_local'],
  ] as const)('lets %s pass only where such addresses are allowed', (url, refusal, network) => {
    expect(refuseUrl(url)).toBe(refusal)
    expect(refuseUrl(url, { networks: ['loopback'] })).toBe(refusal)
    expect(refuseUrl(url, { networks: [network] })).toBeUndefined()
  })

  it('refuses an address where nobody serves, whatever is allowed', () => {
    const networks = ['loopback', 'private', 'link_local'] as const
    expect(refuseUrl('https://224.0.0.1/', { networks })).toBe('is at an address where no server is')
  })

  it('lets no private address be asked without TLS', () => {
    expect(refuseUrl('http://10.0.0.5/', { networks: ['private'] })).toBe('is not https')
  })
})
