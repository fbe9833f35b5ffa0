import type { IncomingMessage, ServerResponse } from 'node:http'
import { createMockServer, type MockServer, type MockServerOptions } from '@fast-agent-auth/mock-server'
import { getResponse } from 'msw'
import type { Desk } from './decks.ts'
import { type Answer, deliver } from './deliver.ts'
import type { Ledger } from './ledger.ts'
import { type Listener, listen } from './listen.ts'
import { mcpOverride } from './mcp-override.ts'
import type { Plan } from './plan.ts'
import { signInOverrides } from './sign-in-overrides.ts'
import { tokenOverride } from './token-override.ts'

export interface SiteOptions extends Pick<MockServerOptions, 'tokenEndpointAuthMethod'> {
  readonly name: string
  /** Whether the authorization server has an origin of its own. */
  readonly apart: boolean
  /** The lifetime of access tokens in token responses, in s. */
  readonly expiresIn: number | undefined
}

export interface Surroundings {
  readonly plan: Plan
  readonly ledger: Ledger
  /** The origin to which redirects to somebody else lead. */
  readonly stranger: string
}

/** A mock MCP server and its authorization server, behind proxies that break what they send. */
export interface Site {
  readonly name: string
  readonly url: string
  readonly proxies: readonly Listener[]
}

export async function startSite(
  { name, apart, expiresIn, ...options }: SiteOptions,
  around: Surroundings,
): Promise<Site> {
  const respond = (url: URL, incoming: IncomingMessage, outgoing: ServerResponse): void => {
    pass(url, { incoming, outgoing, mock, around }).catch((error: unknown) => {
      // A client may have gone; anything else is a fault of this server.
      if (!outgoing.destroyed) around.ledger.families.accuse(`the server itself failed: ${error}`)
      incoming.socket.destroy()
    })
  }
  const proxies = [await listen(respond), ...(apart ? [await listen(respond)] : [])]
  const [origin = '', issuer = origin] = proxies.map(({ origin }) => origin)
  const mock = createMockServer({
    ...options,
    serverUrl: `${origin}/mcp`,
    issuer,
    challengeScope: 'mcp:read',
    // The ledger knows when tokens end, whatever their response says.
    accessTokenLifetime: undefined,
    override: {
      mcp: mcpOverride(around.ledger),
      token: tokenOverride(around.ledger, expiresIn),
      ...signInOverrides(around.ledger),
    },
  })
  return { name, url: mock.serverUrl, proxies }
}

interface Passing {
  readonly incoming: IncomingMessage
  readonly outgoing: ServerResponse
  readonly mock: MockServer
  readonly around: Surroundings
}

/** Deals a card, lets the mock answer as that says, and delivers the answer as that says. */
async function pass(url: URL, { incoming, outgoing, mock, around }: Passing): Promise<void> {
  const desk = deskOf(url)
  const card = around.plan.deal(desk)
  around.ledger.count(desk, card.kind)
  if (card.kind === 'hung up at once') return void incoming.socket.destroy()
  const request = await requestOf(url, incoming)
  request.headers.set('x-card', JSON.stringify(card))
  const answer = await ask(mock, request)
  const path = url.pathname + url.search
  await deliver(card.kind, { outgoing, answer, card, path, stranger: around.stranger })
}

function deskOf({ pathname }: URL): Desk {
  if (pathname === '/mcp') return 'mcp'
  return pathname === '/token' ? 'token' : 'signIn'
}

async function requestOf(url: URL, incoming: IncomingMessage): Promise<Request> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk)
  const headers = new Headers()
  for (const [name, values] of Object.entries(incoming.headersDistinct)) {
    for (const value of values ?? []) headers.append(name, value)
  }
  const body = chunks.length === 0 ? null : Buffer.concat(chunks)
  return new Request(url, { method: incoming.method ?? 'GET', headers, body })
}

async function ask(mock: MockServer, request: Request): Promise<Answer> {
  const response = await getResponse([...mock.handlers], request)
  mock.clear()
  if (!response) throw new Error(`nobody answers ${request.method} ${request.url}`)
  const { status, headers } = response
  return { status, headers: Object.fromEntries(headers), body: Buffer.from(await response.arrayBuffer()) }
}
