import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hostile } from '../../../scripts/hostile.ts'
import { withTokens } from '../src/index.ts'
import { answers, createSource, origin, requests, responseTo, secret, serverUrl } from './hostile-server.ts'

const pause = async (): Promise<void> => undefined

function read(
  input: string | URL | Request,
  init?: RequestInit,
): { readonly origin: string; readonly headers: Headers } {
  const [url, headers] = input instanceof Request ? [input.url, input.headers] : [input, undefined]
  return { origin: new URL(url).origin, headers: new Headers(init?.headers ?? headers) }
}

describe('whatever a server answers', () => {
  const asked = fc.record({
    all: fc.array(answers, { minLength: 1, maxLength: 6 }),
    init: requests,
    interactive: fc.boolean(),
    stale: fc.boolean(),
  })

  it('a request ends after 3 renewals, of which one is a refresh, and one a sign-in where a person may be asked (H24)', async () => {
    await fc.assert(
      fc.asyncProperty(asked, async ({ all, init, interactive, stale }) => {
        const { source, done, now } = createSource(stale)
        let sent = 0
        const fetch = async (): Promise<Response> => responseTo(sent++, all)
        const outcome: unknown = await withTokens(source, { serverUrl, fetch, interactive, now, pause })(
          serverUrl,
          init,
        ).catch((error: unknown) => error)
        expect(outcome instanceof Response || outcome instanceof Error).toBe(true)
        expect(done.refreshes + done.signIns + done.stepUps).toBeLessThanOrEqual(3)
        if (!stale)
          expect(done).toMatchObject({ refreshes: expect.toBeOneOf([0, 1]), signIns: expect.toBeOneOf([0, 1]) })
        if (!interactive) expect([done.signIns, done.stepUps]).toEqual([0, 0])
        if (outcome instanceof Error) expect(outcome.message).not.toMatch(/[\p{Cc}\p{Cf}]|s3cret/u)
      }),
      hostile(1000),
    )
  })

  it('tokens go to the origin of the server and nowhere else, wherever it redirects', async () => {
    const inputs = fc.constantFrom(
      ...[
        serverUrl,
        'HTTPS://MCP.example.com:443/mcp',
        'https://mcp.example.com/',
        'https://mcp.example.com\\@evil.example/',
      ],
      ...[
        'https://mcp.example.com@evil.example/',
        'https://mcp.example.com.evil.example/',
        'https://mcp.example.com./mcp',
      ],
      ...[
        'http://mcp.example.com/mcp',
        'https://mcp.example.com:8443/mcp',
        'https://evil.example/?https://mcp.example.com/mcp',
      ],
    )
    await fc.assert(
      fc.asyncProperty(asked, inputs, fc.boolean(), async ({ all, init, interactive, stale }, input, asObject) => {
        const { source, now } = createSource(stale)
        const leaks: string[] = []
        let sent = 0
        const fetch: typeof globalThis.fetch = async (...args) => {
          const { origin: to, headers } = read(...args)
          const hasToken = [...headers].join().includes(secret)
          if (hasToken !== (to === origin)) leaks.push(to)
          return responseTo(sent++, all)
        }
        const calling = withTokens(source, { serverUrl, fetch, interactive, now, pause })
        await calling(asObject ? new URL(input) : input, init).catch(() => undefined)
        expect(leaks).toEqual([])
        expect(sent).toBeGreaterThan(0)
      }),
      hostile(1000),
    )
  })
})
