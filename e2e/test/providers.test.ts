import { describe, expect, it } from 'vitest'
import { createMockWorld, type MockWorld } from '../src/mock-world.ts'
import { type Provider, providers } from '../src/providers.ts'
import { withMembers } from '../src/with-members.ts'

function createProviderWorld({ server, override, auth, ...provider }: Provider, quirks?: false): MockWorld {
  const world = createMockWorld({
    server: {
      ...server,
      override: {
        resourceMetadata: withMembers(provider.resourceMetadata),
        authorizationServerMetadata: withMembers(provider.serverMetadata),
        ...override,
      },
    },
    // Without its rules, some browsers never come back.
    auth: { ...auth, quirks, timeout: quirks === false ? 1000 : 60_000 },
  })
  return world
}

/** The status of a call by who is signed in. */
async function call({ auth, mock }: MockWorld): Promise<number> {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' })
  return (await auth.fetch(mock.serverUrl, { method: 'POST', body })).status
}

function authenticationOf({ headers, form }: MockWorld['mock']['requests'][number]): Provider['authenticates'] {
  if (headers.get('authorization')?.startsWith('Basic ')) return 'client_secret_basic'
  return form?.has('client_secret') ? 'client_secret_post' : 'none'
}

describe.each(providers)('$name', (provider) => {
  it('is signed in to, called, refreshed and signed out of', async () => {
    const world = createProviderWorld(provider)
    const { auth, mock, windows, events } = world
    await auth.login()
    expect(await call(world)).toBe(200)
    mock.expireAccessTokens()
    expect(await call(world)).toBe(200)
    const { deleted, revoked } = await auth.logout()

    expect(windows).toHaveLength(1)
    const sent = windows[0]?.searchParams
    const asked = Object.keys(provider.asked).map((name) => [name, sent?.get(name) ?? undefined])
    expect(Object.fromEntries(asked)).toEqual(provider.asked)
    const requests = mock.requestsTo('token')
    expect(requests.map(({ form, status }) => [form?.get('grant_type'), status])).toEqual([
      ['authorization_code', 200],
      ['refresh_token', 200],
    ])
    expect(new Set(requests.map(authenticationOf))).toEqual(new Set([provider.authenticates]))
    expect(new Set(requests.map(({ form }) => form?.get('resource') ?? undefined))).toEqual(
      new Set([provider.asked.resource ?? sent?.get('resource') ?? undefined]),
    )
    expect(deleted).toBe(true)
    const endsTokens = !('revocation_endpoint' in (provider.serverMetadata ?? {}))
    expect([revoked, mock.requestsTo('revoke').length]).toEqual(endsTokens ? [true, 2] : [false, 0])
    const used = events.flatMap((event) =>
      event.type === 'notice' && event.rule === 'quirk' ? [event.message.split(/[ ,]/)[2]] : [],
    )
    expect([...new Set(used)].toSorted()).toEqual(provider.quirks)
  })
})

describe.each(providers.filter(({ quirks }) => quirks.length > 0))('$name without its profile', (provider) => {
  it('is not signed in to', async () => {
    const { auth } = createProviderWorld(provider, false)
    await expect(auth.login()).rejects.toBeDefined()
  })
})
