import { describe, expect, it } from 'vitest'
import { addressClass, networksOf, refuseUrl } from '../src/untrusted/index.ts'

const table = {
  public: [
    '8.8.8.8',
    '1.1.1.1',
    '2606:4700::1111',
    '[2606:4700::1111]',
    '::ffff:8.8.8.8',
    '64:ff9b::808:808',
    '172.32.0.1',
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
    '192.0.2.1',
    '203.0.113.9',
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
  ])('takes the name %j for no address', (name) => {
    expect(addressClass(name)).toBeUndefined()
  })
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
