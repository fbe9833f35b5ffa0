import {
  createMockServer,
  type MockClient,
  type MockServer,
  type MockServerOptions,
  type Override,
} from '@fast-agent-auth/mock-server'
import { HttpResponse, http } from 'msw'
import { setupServer } from 'msw/node'
import { within } from '../within.ts'
import type { Client } from './client.ts'
import { cliClient, libraryClient } from './our-clients.ts'
import type { ClientName, Outcome, Row } from './row.ts'
import { sdkClient } from './sdk-client.ts'

export interface Tried {
  readonly outcome: Outcome
  /** The words of the client that is out. */
  readonly error?: unknown
}

/** The proxy before each server. */
const toHttps = http.all(/^http:\/\/\w+\.example\.com\//, ({ request }) => {
  return HttpResponse.redirect(request.url.replace('http:', 'https:'), 308)
})

const redirectUris = ['http://127.0.0.1:3030/callback', 'http://127.0.0.1:8090/callback']

/** One client at one odd server. `pass` lets time go by, in ms. */
export async function tryRow(
  row: Row,
  name: ClientName,
  { pass, option = false }: { readonly pass: (ms: number) => void; readonly option?: boolean },
): Promise<Tried> {
  const mock = createMockServer({ ...(row.client && registered(row.client)), ...row.server })
  const network = setupServer(...mock.handlers, toHttps)
  network.listen({ onUnhandledFrame: 'error' })
  try {
    Object.assign(mock.override, row.odd?.(mock))
    const client = open(name, mock.serverUrl, row, option)
    await within(20_000, `${name} at ${row.name}`, play(row, client, { mock, pass }))
    return { outcome: 'in' }
  } catch (error) {
    return { outcome: 'out', error }
  } finally {
    network.close()
  }
}

function open(name: ClientName, serverUrl: string, row: Row, option: boolean): Client {
  if (name === 'library') return libraryClient(serverUrl, row, option ? row.option?.library : undefined)
  if (name === 'cli') return cliClient(serverUrl, row, option ? row.option?.cli : undefined)
  return sdkClient(name, serverUrl, row)
}

/** The redirect URI of a program at a terminal and of both SDKs alike: a free port is not known to a server in advance. */
function registered({ id, secret }: { readonly id: string; readonly secret: string }): MockServerOptions {
  const client: MockClient = {
    clientId: id,
    clientSecret: secret,
    redirectUris,
    tokenEndpointAuthMethod: 'client_secret_basic',
  }
  return { registration: 'none', anyLoopbackPort: true, clients: [client] }
}

const minutes = 60_000

async function play(
  { work, later }: Row,
  client: Client,
  { mock, pass }: { readonly mock: MockServer; readonly pass: (ms: number) => void },
): Promise<void> {
  await client.signIn()
  if (work === 'login') return
  // The access token lives for an hour.
  pass(work === 'refresh' || work === 'dead' ? 120 * minutes : 5 * minutes)
  const override: Override = later?.(mock) ?? {}
  Object.assign(mock.override, override)
  if (work === 'call' || work === 'refresh') await client.call()
  if (work === 'more') await client.callMore()
  if (work === 'again') await client.signIn(true)
  if (work === 'dead') {
    await client.call().catch(() => undefined)
    await client.signIn()
  }
  if (work === 'passing') {
    await client.call().catch(() => undefined)
    for (const endpoint of Object.keys(override)) delete mock.override[endpoint as keyof Override]
    pass(2 * minutes)
    await client.call()
  }
}
