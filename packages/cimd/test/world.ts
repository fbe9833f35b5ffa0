import { type HttpHandler, http } from 'msw'
import { setupServer } from 'msw/node'
import { onTestFinished } from 'vitest'
import { createClientMetadata } from '../src/index.ts'

export const url = 'https://app.example.com/client.json'

/** A document without a fault, but for what is changed; `undefined` takes a member away. */
export function documentWith(changes: Readonly<Record<string, unknown>> = {}): unknown {
  return JSON.parse(JSON.stringify({ ...createClientMetadata({ url, name: 'My agent' }), ...changes }))
}

/** Answers requests for `at` until the test ends; any other is an error. What was sent is returned. */
export function published(answer: (request: Request) => Response, at: string = url): readonly Request[] {
  const sent: Request[] = []
  const handler: HttpHandler = http.all(at.replace(/\?.*$/, ''), ({ request }) => {
    sent.push(request)
    return answer(request)
  })
  const server = setupServer(handler)
  server.listen({ onUnhandledFrame: 'error' })
  onTestFinished(() => server.close())
  return sent
}
