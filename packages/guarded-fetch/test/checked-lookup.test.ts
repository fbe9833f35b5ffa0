import { describe, expect, it } from 'vitest'
import { createAddressPolicy } from '../src/address-policy.ts'
import { checkedLookup } from '../src/checked-lookup.ts'
import { GuardedFetchError } from '../src/index.ts'

const both = [
  { address: '8.8.8.8', family: 4 },
  { address: '2606:4700::1', family: 6 },
]

/** All that a connection is told of as.test, which is at these addresses, by a server at that one. */
function lookUp(
  found: readonly { readonly address: string; readonly family: number }[] | Error,
  options: Parameters<ReturnType<typeof checkedLookup>>[1],
  server = '8.8.8.8',
): Promise<readonly unknown[]> {
  const resolve = async () => {
    if (found instanceof Error) throw found
    return found
  }
  const lookup = checkedLookup(resolve, createAddressPolicy({ serverUrl: `https://${server}/mcp`, resolve }))
  return new Promise((done) => lookup('as.test', options, (...told) => done(told)))
}

describe('a connection', () => {
  it('is told of all addresses where it asks for all', async () => {
    expect(await lookUp(both, { all: true })).toEqual([null, both])
    expect(await lookUp(both, { all: true, family: 0 })).toEqual([null, both])
  })

  it('is told of the first one and its family where it asks for one', async () => {
    expect(await lookUp(both, {})).toEqual([null, '8.8.8.8', 4])
    expect(await lookUp(both, { all: false })).toEqual([null, '8.8.8.8', 4])
  })

  it.each([4, 6])('over IPv%d is told of no other address', async (family) => {
    const own = both.filter((each) => each.family === family)
    expect(await lookUp(both, { all: true, family })).toEqual([null, own])
    expect(await lookUp(both, { family })).toEqual([null, own[0]?.address, family])
  })

  it('is told what became of the question', async () => {
    const error = Object.assign(new Error('No answer.'), { code: 'EAI_AGAIN' })
    expect(await lookUp(error, { all: true })).toEqual([error, []])
  })

  it.each([[[]], [both.filter(({ family }) => family === 4)]])('is told that there is no address', async (found) => {
    const [error, none] = await lookUp(found, { all: true, family: 6 })
    expect(error).toMatchObject({ message: 'as.test has no address.', code: 'ENOTFOUND' })
    expect(none).toEqual([])
  })

  it('is told of those addresses only that it may be made to', async () => {
    const found = [{ address: '10.0.0.5', family: 4 }, ...both]
    expect(await lookUp(found, { all: true })).toEqual([null, both])
  })
})

describe('a refusal', () => {
  it.each([
    [
      '127.0.0.1',
      "on this machine, which is not allowed. If that is meant, set the option allow.networks of createAuth, or networks of this package, to ['loopback'].",
    ],
    [
      '10.0.0.5',
      "in a private network, which is not allowed. If that is meant, set the option allow.networks of createAuth, or networks of this package, to ['private'].",
    ],
    [
      '169.254.1.1',
      "on the local link, which is not allowed. If that is meant, set the option allow.networks of createAuth, or networks of this package, to ['link_local'].",
    ],
    ['224.0.0.1', 'where no server is. No setting changes that.'],
    ['nonsense', 'where no server is. No setting changes that.'],
  ])('of %s says where that is, and what to do where it is meant', async (address, rest) => {
    const [error, none] = await lookUp([{ address, family: 4 }], { all: true })
    expect(error).toBeInstanceOf(GuardedFetchError)
    expect(error).toMatchObject({ code: 'address_refused', message: `as.test is at ${address}, ${rest}` })
    expect(none).toEqual([])
  })

  it('of a public address says nothing of the option, which cannot help', async () => {
    const resolve = async () => [{ address: '8.8.8.8', family: 4 }]
    const addressPolicy = { noteConnection: () => {}, permitted: async () => [] }
    const lookup = checkedLookup(resolve, addressPolicy)
    const [error] = await new Promise<readonly unknown[]>((done) =>
      lookup('mcp.test', { all: true }, (...told) => done(told)),
    )
    expect(error).toMatchObject({
      message: 'mcp.test is at 8.8.8.8, a public address, where it may not be. No setting changes that.',
    })
  })
})
