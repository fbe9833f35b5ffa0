import { describe, expect, it } from 'vitest'
import { createDocuments } from '../src/documents.ts'
import {
  type DiscoverOptions,
  type DiscoveryEvent,
  discover,
  discoverAuthorizationServer,
  parseChallenges,
} from '../src/index.ts'
import { network } from './world.ts'

const serverUrl = 'https://mcp.example/mcp'
const issuer = 'https://as.example'
const resourceUrl = 'https://mcp.example/.well-known/oauth-protected-resource/mcp'
const placesOf = (of: string): readonly string[] => [
  `${of}/.well-known/oauth-authorization-server`,
  `${of}/.well-known/openid-configuration`,
]

async function errorOf(options: DiscoverOptions = {}): Promise<unknown> {
  return discover(serverUrl, options).catch((error: unknown) => error)
}

describe('the error of a server that is out of order', () => {
  it('lists what was tried, and keeps the cause', async () => {
    const cause = new TypeError('fetch failed')
    const fetch = (): Promise<never> => Promise.reject(cause)
    await expect(discoverAuthorizationServer(issuer, { fetch })).rejects.toMatchObject({
      code: 'unreachable',
      cause,
      attempts: placesOf(issuer).map((url) => ({ url, reason: 'cannot be reached (fetch failed)' })),
    })
  })
})

describe('the error of a server that cannot be asked from here', () => {
  const bad = new TypeError('fetch failed', {
    cause: Object.assign(new Error(), { code: 'SELF_SIGNED_CERT_IN_CHAIN' }),
  })
  const why =
    'cannot be reached (its certificate is signed by an authority that Node does not know: SELF_SIGNED_CERT_IN_CHAIN)'

  it.each([
    ['the MCP server', {}, `^${serverUrl} ${why}. Set NODE_EXTRA_CA_CERTS=`],
    ['resource metadata', { challenge: {} }, `^The resource metadata ${resourceUrl} ${why}. Set NODE_EXTRA_CA_CERTS=`],
  ])('names the setting that helps, and does not doubt %s', async (_, options, message) => {
    const fetch = (): Promise<never> => Promise.reject(bad)
    const pattern = new RegExp(message.replace(/[()]/g, '\\$&'))
    expect(await errorOf({ ...options, fetch })).toMatchObject({
      code: 'unreachable',
      message: expect.stringMatching(pattern),
    })
  })

  it('names the setting that helps, and does not doubt the authorization server (H95)', async () => {
    const fetch = (): Promise<never> => Promise.reject(bad)
    const error: unknown = await discoverAuthorizationServer(issuer, { fetch }).catch((thrown: unknown) => thrown)
    const list = placesOf(issuer).map((url) => `${url} ${why}`)
    expect((error as Error).message).toContain(
      `The authorization server ${issuer} cannot be asked: ${list.join('; ')}. Set NODE_EXTRA_CA_CERTS=/path/to/ca.pem`,
    )
    expect((error as Error).message).not.toMatch(/Try again later|out of order/)
  })
})

describe('the error where no authorization server will do', () => {
  const serve = (issuers: readonly string[]) => {
    const routes = Object.fromEntries(issuers.map((each) => [`${each}/none`, 404]))
    network({ [resourceUrl]: { resource: serverUrl, authorization_servers: issuers }, ...routes })
  }

  it.each([1, 3])('says nothing of others where all %i that are named were asked', async (count) => {
    serve(Array.from({ length: count }, (_, index) => `${issuer}/${index}`))
    expect(await errorOf({ challenge: {} })).toMatchObject({
      code: 'no_metadata',
      message: expect.not.stringContaining('no more than'),
    })
  })

  it('names ten of a thousand', async () => {
    serve(Array.from({ length: 1000 }, (_, index) => `${issuer}/${index}`))
    const names = Array.from({ length: 10 }, (_, index) => `"${issuer}/${index}"`).join(', ')
    expect(await errorOf({ challenge: {}, issuer: 'https://other.example' })).toMatchObject({
      message: expect.stringContaining(`is authorized by ${names}, not by "https://other.example".`),
    })
  })
})

it('takes what holds a tag, and does not begin with one, for no page', async () => {
  network({ [resourceUrl]: 'not <html>' })
  expect(await createDocuments().get(resourceUrl)).toMatchObject({ reason: 'is not a JSON object' })
})

it('tells of no rule for a provider where its metadata is of another issuer', async () => {
  const entra = 'https://login.microsoftonline.com/common/v2.0'
  network({ [`${entra}/.well-known/openid-configuration`]: { issuer: 'https://login.microsoftonline.com/x/v2.0' } })
  const events: DiscoveryEvent[] = []
  const onEvent = (event: DiscoveryEvent): void => void events.push(event)
  await expect(discoverAuthorizationServer(entra, { onEvent })).rejects.toMatchObject({ code: 'issuer_mismatch' })
  expect(events).toEqual([])
})

it.each([
  ['blanks before a token68', 'Negotiate  \t abc=', { scheme: 'negotiate', token68: 'abc=' }],
  ['a blank in a quoted pair', String.raw`Bearer realm="a\ b"`, { scheme: 'bearer', parameters: { realm: 'a b' } }],
])('reads %s in a challenge', (_, header, challenge) => {
  expect(parseChallenges(header)).toMatchObject([challenge])
})
