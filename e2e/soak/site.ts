import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createMockServer, type MockServer, type MockServerOptions } from '@fast-agent-auth/mock-server'
import { getResponse } from 'msw'
import type { Answer } from './answer.ts'
import { type Desk, harmlessKinds } from './decks.ts'
import { deliver } from './deliver.ts'
import type { Asked, Desks, Exchange } from './exchange.ts'
import type { Ledger } from './ledger.ts'
import { atMcpDesk } from './mcp-desk.ts'
import type { Card, Plan } from './plan.ts'
import { atSignInDesk } from './sign-in-desk.ts'
import { atTokenDesk } from './token-desk.ts'

export interface SiteOptions extends Pick<MockServerOptions, 'tokenEndpointAuthMethod'> {
  readonly name: string
  /** Whether the authorization server has an origin of its own. */
  readonly apart: boolean
  /** What token responses say of the lifetime of access tokens, in s. */
  readonly expiresIn: number | undefined
}

export interface World {
  readonly plan: Plan
  readonly ledger: Ledger
  /** Where redirects to somebody else lead. */
  readonly stranger: string
}

/** An MCP server and its authorization server, which misbehave. */
export interface Site {
  readonly name: string
  readonly url: string
}

export async function startSite({ name, apart, expiresIn, ...options }: SiteOptions, world: World): Promise<Site> {
  const servers = [await listen(), ...(apart ? [await listen()] : [])]
  const [origin = '', issuer = origin] = servers.map(originOf)
  const mock = createMockServer({
    ...options,
    serverUrl: `${origin}/mcp`,
    issuer,
    challengeScope: 'mcp:read',
    accessTokenLifetime: undefined,
  })
  const desks: Desks = { ledger: world.ledger, ask: (asked) => ask(mock, asked), expiresIn }
  for (const server of servers) {
    server.on('request', (incoming, outgoing) => {
      serve(incoming, outgoing, { desks, world, origin: originOf(server) }).catch((error: unknown) => {
        // A client may have gone; anything else is a fault of this server.
        if (!outgoing.destroyed) world.ledger.families.accuse(`the server itself failed: ${error}`)
        incoming.socket.destroy()
      })
    })
  }
  return { name, url: mock.serverUrl }
}

export async function listen(): Promise<Server> {
  // A client that takes its time must not find the connection closed that it is about to use.
  const server = createServer({ keepAliveTimeout: 0 })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return server
}

export function originOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

async function serve(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  { desks, world, origin }: { readonly desks: Desks; readonly world: World; readonly origin: string },
): Promise<void> {
  const url = new URL(incoming.url ?? '/', origin)
  const desk = deskOf(url)
  const card = world.plan.deal(desk)
  world.ledger.count(desk, card.kind)
  if (card.kind === 'hung up at once') return void incoming.socket.destroy()
  const asked = await read(incoming, url)
  const { answer, delivery, settle } = await take(desk, asked, card, desks)
  const path = url.pathname + url.search
  const sent = answer ?? { status: 200, headers: {}, body: Buffer.alloc(0) }
  // Before it is sent: what the client does next may be here before this goes on.
  const arrives = harmlessKinds.some((kind) => kind === delivery)
  settle?.(arrives ? undefined : card.kind)
  await deliver(delivery, { outgoing, answer: sent, card, path, stranger: world.stranger })
}

function deskOf({ pathname }: URL): Desk {
  if (pathname === '/mcp') return 'mcp'
  return pathname === '/token' ? 'token' : 'signIn'
}

function take(desk: Desk, asked: Asked, card: Card, desks: Desks): Promise<Exchange> {
  return { mcp: atMcpDesk, token: atTokenDesk, signIn: atSignInDesk }[desk](asked, card, desks)
}

async function read(incoming: IncomingMessage, url: URL): Promise<Asked> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk)
  const headers = new Headers()
  for (const [name, values] of Object.entries(incoming.headersDistinct)) {
    for (const value of values ?? []) headers.append(name, value)
  }
  return { method: incoming.method ?? 'GET', url, headers, body: Buffer.concat(chunks).toString() }
}

async function ask(mock: MockServer, { method, url, headers, body }: Asked): Promise<Answer> {
  const request = new Request(url, { method, headers, body: body === '' ? null : body })
  const response = await getResponse([...mock.handlers], request)
  mock.clear()
  if (!response) throw new Error(`nobody answers ${method} ${url.pathname}`)
  const { status } = response
  return { status, headers: Object.fromEntries(response.headers), body: Buffer.from(await response.arrayBuffer()) }
}
