import { createMockServer, type MockServer, type MockServerOptions } from '@fast-agent-auth/mock-server'
import { http } from 'msw'
import { setupServer } from 'msw/node'
import { onTestFinished } from 'vitest'

export interface Sent {
  readonly method: string
  readonly url: string
  readonly headers: Headers
  readonly body: string
}

type Route = object | string | number | ((request: Request) => Response)

/**
 * Answers `fetch` until the test ends: an object as JSON, a text as it is, a number as a status. What else is asked of
 * the same origins is not found; a request to any other origin is an error.
 */
export function network(routes: Readonly<Record<string, Route>>): readonly Sent[] {
  const sent: Sent[] = []
  const origins = [...new Set(Object.keys(routes).map((url) => new URL(url).origin))]
  const handlers = origins.map((origin) =>
    http.all(new RegExp(`^${origin.replaceAll('.', '\\.')}/`), async ({ request }) => {
      const { method, url, headers } = request
      sent.push({ method, url, headers, body: await request.clone().text() })
      return answerOf(routes[url] ?? 404, request)
    }),
  )
  listen(handlers)
  return sent
}

/** A mock MCP server and its authorization server that answer `fetch` until the test ends. */
export function mocked(options: MockServerOptions = {}): MockServer {
  const mock = createMockServer(options)
  listen(mock.handlers)
  return mock
}

function listen(handlers: MockServer['handlers']): void {
  const server = setupServer(...handlers)
  server.listen({ onUnhandledFrame: 'error' })
  onTestFinished(() => server.close())
}

function answerOf(route: Route, request: Request): Response {
  if (typeof route === 'function') return route(request)
  if (typeof route === 'number') return new Response(null, { status: route })
  return typeof route === 'string' ? new Response(route) : Response.json(route)
}

/** The requests that were sent, in the order of arrival. */
export function lines(sent: readonly Pick<Sent, 'method' | 'url'>[]): readonly string[] {
  return sent.map(({ method, url }) => `${method} ${url}`)
}

/**
 * The requests of `run` in rounds: those before any answer, those after the answers to the first, and so on.
 * Bodies arrive whole, so that only what `run` waits for makes a round.
 */
export async function rounds(
  run: (fetch: typeof globalThis.fetch) => Promise<unknown>,
): Promise<readonly (readonly string[])[]> {
  const turn = () => new Promise((resolve) => setImmediate(resolve))
  let waiting: { readonly line: string; readonly answer: () => Promise<void> }[] = []
  let running = true
  const ended = run((input, init) => {
    const request = new Request(input, init)
    return new Promise<Response>((resolve, reject) => {
      const answer = () => fetch(request).then(whole).then(resolve, reject)
      waiting.push({ line: `${request.method} ${request.url}`, answer })
    })
  }).finally(() => {
    running = false
  })
  const found: string[][] = []
  while (running) {
    await turn()
    if (waiting.length === 0) continue
    for (let turns = 0; turns < 5; turns++) await turn()
    const round = waiting
    waiting = []
    found.push(round.map(({ line }) => line).sort())
    await Promise.all(round.map(({ answer }) => answer()))
  }
  await ended
  return found
}

async function whole(response: Response): Promise<Response> {
  const body = await response.text()
  return new Response(body === '' ? null : body, { status: response.status, headers: response.headers })
}

/** A `fetch` that never answers, and what it was asked. */
export function silence(): { readonly fetch: typeof globalThis.fetch; readonly asked: string[] } {
  const asked: string[] = []
  const fetch: typeof globalThis.fetch = (input, init) => {
    asked.push(String(input))
    return new Promise((_, reject) => init?.signal?.addEventListener('abort', () => reject(init.signal?.reason)))
  }
  return { fetch, asked }
}
