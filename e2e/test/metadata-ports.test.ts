import { createListen } from '@fast-agent-auth/callback-server'
import { createClientMetadata } from '@fast-agent-auth/cimd'
import { expect, it } from 'vitest'

it('a new client metadata document lists every redirect URI that we come back to by default', async () => {
  const { redirect_uris } = createClientMetadata({ url: 'https://example.com/client.json', name: 'Agent' })
  const redirect = await createListen()({ state: 'state' })
  redirect.response.catch(() => undefined)
  await redirect.close()
  // If 3030 is busy, the first is another: the ports behind it are still to come.
  const [bound = '', ...others] = redirect.redirectUris
  expect(others.length).toBeGreaterThan(0)
  expect([bound, ...others].filter((uri) => !redirect_uris.includes(uri))).toEqual([])
})
