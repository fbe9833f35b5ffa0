import { describe, expect, it } from 'vitest'
import { type AddressPolicyOptions, createAddressPolicy } from '../src/address-policy.ts'

const serverUrl = 'https://mcp.test/mcp'
const addresses = (...all: string[]) => all.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))

/** @param places where the server is, each time that it is looked up; `undefined` where that fails */
function createLookedUp(
  places: readonly (readonly string[] | undefined)[],
  options: Partial<AddressPolicyOptions> = {},
) {
  const left = [...places]
  const asked: string[] = []
  const addressPolicy = createAddressPolicy({
    serverUrl,
    ...options,
    resolve: async (hostname) => {
      asked.push(hostname)
      const place = left.shift()
      if (!place) throw new Error('ENOTFOUND')
      return addresses(...place)
    },
  })
  const permitted = async (hostname: string, ...all: string[]) =>
    (await addressPolicy.permitted(hostname, addresses(...all))).map(({ address }) => address)
  return { asked, permitted, connected: addressPolicy.noteConnection }
}

describe('the server that the user named', () => {
  it('is not looked up as long as all addresses are public', async () => {
    const { asked, permitted } = createLookedUp([])
    expect(await permitted('as.test', '8.8.8.8', '2606:4700::1')).toEqual(['8.8.8.8', '2606:4700::1'])
    expect(await permitted('mcp.test', '8.8.8.8')).toEqual(['8.8.8.8'])
    expect(asked).toEqual([])
  })

  it('is looked up where one of them is not, each time until it was connected to', async () => {
    const { asked, permitted, connected } = createLookedUp([['10.0.0.1'], ['127.0.0.1']])
    expect(await permitted('as.test', '8.8.8.8', '10.0.0.5', '127.0.0.1')).toEqual(['8.8.8.8', '10.0.0.5'])
    expect(await permitted('as.test', '127.0.0.1')).toEqual(['127.0.0.1'])
    connected('mcp.test', '10.0.0.1')
    expect(await permitted('as.test', '10.0.0.5', '127.0.0.1')).toEqual(['10.0.0.5'])
    expect(asked).toEqual(['mcp.test', 'mcp.test'])
  })

  it('is not looked up where its URL holds its address', async () => {
    const { asked, permitted } = createLookedUp([], { serverUrl: 'https://10.0.0.1/mcp' })
    expect(await permitted('as.test', '10.0.0.5', '127.0.0.1')).toEqual(['10.0.0.5'])
    expect(asked).toEqual([])
  })

  it('in a private network stays there once it was connected to', async () => {
    const { permitted, connected } = createLookedUp([])
    expect(await permitted('mcp.test', '10.0.0.1')).toEqual(['10.0.0.1'])
    connected('mcp.test', '10.0.0.1')
    expect(await permitted('mcp.test', '10.0.0.1', '8.8.8.8')).toEqual(['10.0.0.1'])
    expect(await permitted('mcp.test', '8.8.8.8')).toEqual([])
    expect(await permitted('as.test', '8.8.8.8', '10.0.0.5', '127.0.0.1')).toEqual(['8.8.8.8', '10.0.0.5'])
  })

  it('in public stays there once it was connected to, and what it names with it, whoever answers for the names (H7, V7)', async () => {
    const { asked, permitted, connected } = createLookedUp([['10.0.0.1']])
    connected('mcp.test', '::ffff:8.8.8.8')
    expect(await permitted('as.test', '10.0.0.5')).toEqual([])
    expect(await permitted('mcp.test', '10.0.0.1')).toEqual([])
    connected('mcp.test', '10.0.0.1')
    expect(await permitted('as.test', '10.0.0.5')).toEqual([])
    expect(asked).toEqual([])
  })

  it.each(['localhost', 'localhost.', 'as.localhost', 'mcp.localhost'])(
    'on this machine names none by %s that is elsewhere, since it may be asked without TLS (H20)',
    async (hostname) => {
      const { permitted } = createLookedUp([], { serverUrl: 'http://mcp.localhost/mcp' })
      expect(await permitted(hostname, '8.8.8.8', 'fd00::2', '127.0.0.1', '::1')).toEqual(['127.0.0.1', '::1'])
      expect(await permitted(hostname, '8.8.8.8')).toEqual([])
    },
  )

  it.each([
    ['another was connected to', 'as.test', '8.8.8.8'],
    ['nobody knows at which address it was connected to', 'mcp.test', undefined],
  ])('may be anywhere yet where %s', async (_, hostname, address) => {
    const { permitted, connected } = createLookedUp([['10.0.0.1']])
    connected(hostname, address)
    expect(await permitted('as.test', '10.0.0.5')).toEqual(['10.0.0.5'])
  })

  it('is reached inside where its name led outside before, as before a VPN is up', async () => {
    const { permitted } = createLookedUp([['10.0.0.1']])
    expect(await permitted('mcp.test', '8.8.8.8')).toEqual(['8.8.8.8'])
    expect(await permitted('mcp.test', '10.0.0.1')).toEqual(['10.0.0.1'])
    expect(await permitted('as.test', '10.0.0.5')).toEqual(['10.0.0.5'])
  })

  it.each([
    ['is public', ['8.8.8.8']],
    ['is in several networks', ['10.0.0.1', '8.8.8.8']],
    ['has no address', []],
    ['could not be looked up', undefined],
  ])('may be reached at its public addresses, and there only, where it %s', async (_, place) => {
    const { permitted } = createLookedUp([place, place])
    expect(await permitted('mcp.test', '10.0.0.1', '8.8.8.8')).toEqual(['8.8.8.8'])
    expect(await permitted('mcp.test', '8.8.4.4')).toEqual(['8.8.4.4'])
    expect(await permitted('as.test', '10.0.0.1', '8.8.8.8', '127.0.0.1')).toEqual(['8.8.8.8'])
  })

  it('is looked up again where that failed', async () => {
    const { asked, permitted } = createLookedUp([undefined, ['10.0.0.1']])
    expect(await permitted('as.test', '10.0.0.5')).toEqual([])
    expect(await permitted('as.test', '10.0.0.5')).toEqual(['10.0.0.5'])
    expect(asked).toEqual(['mcp.test', 'mcp.test'])
  })

  it('that nobody named is in the public network', async () => {
    const { asked, permitted } = createLookedUp([], { serverUrl: undefined })
    expect(await permitted('as.test', '10.0.0.5', '8.8.8.8')).toEqual(['8.8.8.8'])
    expect(asked).toEqual([])
  })
})

it('what the option networks allows is added to what the server allows', async () => {
  const { permitted } = createLookedUp([['10.0.0.1']], { networks: ['loopback'] })
  expect(await permitted('as.test', '127.0.0.1', '10.0.0.5', '169.254.1.1')).toEqual(['127.0.0.1', '10.0.0.5'])
})

it('what is no address is connected to by nobody', async () => {
  const { permitted } = createLookedUp([['nonsense'], ['nonsense'], ['nonsense']], {
    networks: ['loopback', 'private'],
  })
  expect(await permitted('as.test', 'nonsense', '10.0.0.5')).toEqual(['10.0.0.5'])
  expect(await permitted('mcp.test', 'nonsense')).toEqual([])
})

describe('a host that may be asked without TLS', () => {
  it.each(['as.test', 'as.test:8080', 'AS.test'])(
    'is connected to at inner addresses alone, named as %s',
    async (host) => {
      const { permitted } = createLookedUp([], { httpHosts: [host] })
      const all = ['8.8.8.8', '10.0.0.5', '169.254.169.254', '127.0.0.1', 'fd00::5']
      expect(await permitted('as.test', ...all)).toEqual(['10.0.0.5', '127.0.0.1', 'fd00::5'])
      expect(await permitted('as.test', '8.8.8.8')).toEqual([])
    },
  )

  it('lets no other host into a private network', async () => {
    const { permitted } = createLookedUp([['8.8.8.8']], { httpHosts: ['as.test'] })
    expect(await permitted('other.test', '10.0.0.5')).toEqual([])
  })
})
