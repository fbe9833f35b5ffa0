import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { authorizationUrl, withApp } from './client.ts'

/** A callback that answers with the status, and what it was asked. */
async function callback(status: number) {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(request.url ?? '')
    response.writeHead(status, { location: '/elsewhere' }).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return { asked, redirectUri: `http://127.0.0.1:${(server.address() as AddressInfo).port}/callback` }
}

const clientOf = (redirectUri: string) =>
  [{ clientId: 'app', redirectUris: [redirectUri], tokenEndpointAuthMethod: 'none' }] as const

it.each([200, 404, 302])('takes the code to a callback on a real socket that answers %i', async (status) => {
  const { asked, redirectUri } = await callback(status)
  const mock = withApp({ clients: clientOf(redirectUri) })
  await mock.openBrowser(authorizationUrl(mock, { redirect_uri: redirectUri }))
  expect(asked).toEqual([expect.stringMatching(/^\/callback\?code=.*state=state-1/)])
})

it('takes a refusal to the callback too', async () => {
  const { asked, redirectUri } = await callback(200)
  const mock = withApp({ clients: clientOf(redirectUri), consent: 'deny' })
  await mock.openBrowser(authorizationUrl(mock, { redirect_uri: redirectUri }))
  expect(asked).toEqual([expect.stringContaining('error=access_denied')])
})

it('says what the authorization endpoint said where it does not redirect', async () => {
  const mock = withApp()
  await expect(mock.openBrowser(authorizationUrl(mock, { client_id: 'nobody' }))).rejects.toThrow(
    'The authorization endpoint answered 400: The client_id is unknown.',
  )
})
