import { BlockList } from 'node:net'
import { addressClass, allNetworks } from '@fast-agent-auth/discovery/untrusted'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hostile } from '../../../scripts/hostile.ts'
import { createAddressPolicy } from '../src/address-policy.ts'
import { createGuardedFetch, GuardedFetchError } from '../src/index.ts'

/** Addresses that a public server may point nobody to, by Node's rules, to hold ours against. */
const inside = new BlockList()
const insideNetworks = ['10.0', '127.0', '169.254', '172.16', '192.168', '100.64', '198.18', '0.0', '224.0']
for (const network of insideNetworks) inside.addSubnet(`${network}.0.0`, 16)
const isInside = (address: string): boolean => inside.check(address, address.includes(':') ? 'ipv6' : 'ipv4')

const insideAddress = fc
  .tuple(fc.constantFrom(...insideNetworks), fc.nat(255), fc.nat(255))
  .map((parts) => parts.join('.'))
const address = fc.oneof(
  fc.ipV4(),
  fc.ipV6(),
  insideAddress,
  insideAddress.map((mapped) => `::ffff:${mapped}`),
)
const addresses = fc.array(address, { minLength: 1, maxLength: 6 })
const networks = fc.subarray([...allNetworks])
const toAddresses = (all: readonly string[]) =>
  all.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))

describe('whatever a name leads to', () => {
  it('is connected to only where it is public, allowed, or where the server is (H7)', async () => {
    await fc.assert(
      fc.asyncProperty(addresses, addresses, networks, async (ofServer, ofOther, allowed) => {
        const resolve = async () => toAddresses(ofServer)
        const addressPolicy = createAddressPolicy({ serverUrl: 'https://mcp.test/mcp', networks: allowed, resolve })
        const permitted = await addressPolicy.permitted('as.test', toAddresses(ofOther))
        const places = new Set(ofServer.map(addressClass))
        const [own] = places.size === 1 ? places : ['public']
        for (const { address } of permitted) {
          const place = addressClass(address)
          const beside = own === 'loopback' && place === 'private'
          expect(place === 'public' || place === own || beside || allowed.some((each) => each === place)).toBe(true)
        }
        if (own === 'public' && allowed.length === 0) {
          expect(permitted.filter(({ address }) => isInside(address))).toEqual([])
        }
        const free = ofOther.filter((address) => addressClass(address) === 'public')
        expect(permitted.map(({ address }) => address)).toEqual(expect.arrayContaining(free))
      }),
      hostile(1000),
    )
  })

  it('of the server itself is not connected to in public once it was in private', async () => {
    await fc.assert(
      fc.asyncProperty(insideAddress, addresses, async (first, later) => {
        fc.pre(!['public', 'reserved'].includes(addressClass(first) ?? ''))
        const addressPolicy = createAddressPolicy({
          serverUrl: 'https://mcp.test/',
          resolve: async () => toAddresses([first]),
        })
        addressPolicy.noteConnection('mcp.test', first)
        const permitted = await addressPolicy.permitted('mcp.test', toAddresses(later))
        expect(permitted.filter(({ address }) => addressClass(address) === 'public')).toEqual([])
      }),
      { ...hostile(300), maxSkipsPerRun: 10 },
    )
  })
})

const path = fc.stringMatching(/^[a-z/?=.%]{0,12}$/)
const location = fc.oneof(
  path.map((each) => `/${each}`),
  path,
  fc.constantFrom(
    'https://evil.test/',
    '//evil.test/a',
    'http://as.test/',
    'https://as.test.evil.test/',
    'javascript:alert(1)',
  ),
  fc.constantFrom(
    'https://user@as.test/',
    'https://as.test@evil.test/',
    '\\\\evil.test',
    'https:\\\\as.test\\a',
    'file:///etc',
    '',
  ),
  fc.webUrl(),
  fc.string({ unit: 'binary-ascii', maxLength: 20 }).map((each) => each.replace(/[\0\r\n]/g, '')),
)
const status = fc.constantFrom(200, 204, 301, 302, 303, 304, 305, 307, 308, 401, 500)
const method = fc.constantFrom('GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'get', 'post')

describe('however a server redirects', () => {
  it('nothing is asked but its own origin, six times at most, and a body is sent once (H4, V14)', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(status, location), { maxLength: 10 }), method, async (answers, asked) => {
        const sent: (readonly [string, unknown])[] = []
        const fetch: typeof globalThis.fetch = async (input, init) => {
          sent.push([String(input), init?.body])
          const [code, place] = answers[sent.length - 1] ?? [200, '']
          return new Response(null, { status: code, headers: { location: place } })
        }
        const guarded = createGuardedFetch({ serverUrl: 'https://mcp.test/mcp', fetch, env: {} })
        const body = /^(get|head)$/i.test(asked) ? null : 'code=secret'
        await guarded('https://as.test/token', { method: asked, body }).catch((error: unknown) => {
          if (!(error instanceof GuardedFetchError)) throw error
          expect(['redirect_refused', 'insecure_url']).toContain(error.code)
          expect(error.message).not.toMatch(/[\p{Cc}\p{Cf}]/u)
        })
        expect(sent.length).toBeLessThanOrEqual(body === null ? 6 : 1)
        expect(sent.filter(([url]) => new URL(url).origin !== 'https://as.test')).toEqual([])
      }),
      hostile(1000),
    )
  })
})

describe('whatever is asked for', () => {
  it('is sent as it is, or refused in one line that names no password', async () => {
    const text = fc.oneof(
      fc.webUrl({ withQueryParameters: true }),
      fc
        .tuple(fc.constantFrom('https:', 'http:', 'ftp:', 'data:', ''), fc.string({ unit: 'binary', maxLength: 30 }))
        .map((each) => each.join('//')),
      fc.domain().map((host) => `https://name:hush-password@${host}/`),
    )
    await fc.assert(
      fc.asyncProperty(text, async (url) => {
        let sent: unknown
        const fetch: typeof globalThis.fetch = async (input) => {
          sent = input
          return new Response()
        }
        await createGuardedFetch({ fetch, env: {} })(url).then(
          () => expect(sent).toBe(url),
          (error: unknown) => {
            expect(sent).toBeUndefined()
            expect(error).toMatchObject({ name: 'GuardedFetchError', code: 'insecure_url' })
            expect(String(error)).not.toMatch(/hush|[\p{Cc}\p{Cf}]/u)
          },
        )
      }),
      hostile(1000),
    )
  })
})

describe('however an answer is cut', () => {
  it('it is whole where it is within the limit, and an error where it is not', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(40), { maxLength: 12 }), fc.nat(200), async (sizes, limit) => {
        const fetch: typeof globalThis.fetch = async () =>
          new Response(
            new ReadableStream({
              start(controller) {
                for (const size of sizes) controller.enqueue(new Uint8Array(size))
                controller.close()
              },
            }),
          )
        const total = sizes.reduce((sum, size) => sum + size, 0)
        const response = await createGuardedFetch({ fetch, limits: { body: limit }, env: {} })('https://as.test/')
        if (total > limit) await expect(response.arrayBuffer()).rejects.toMatchObject({ code: 'too_large' })
        else expect((await response.arrayBuffer()).byteLength).toBe(total)
      }),
      hostile(500),
    )
  })
})
