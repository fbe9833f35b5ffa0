import type { TokenSet, TokenSource } from '@fast-agent-auth/flow'
import { expect, it } from 'vitest'
import { withTokens } from '../src/index.ts'

const serverUrl = 'https://mcp.example.com/mcp'
const source: TokenSource = {
  token: async () => ({ accessToken: 'old', obtainedAt: 0, signedInAt: 0 }) as TokenSet,
  renew: async () => ({ accessToken: 'new', obtainedAt: 0, signedInAt: 0 }) as TokenSet,
}

it.each([
  ['given as options', (init: RequestInit): [string | Request, RequestInit?] => [serverUrl, init]],
  ['given as a Request', (init: RequestInit): [string | Request, RequestInit?] => [new Request(serverUrl, init)]],
])('a request %s tells what its caller keeps secret only when it is refused', async (_, given) => {
  const learned: (string | undefined)[] = []
  const secrets = { learn: (...values: readonly (string | undefined)[]) => void learned.push(...values) }
  const headers = { 'x-api-key': 'hush-1', accept: 'application/json' }
  const statuses = [200, 401, 200]
  const fetch = async (): Promise<Response> => new Response(null, { status: statuses.shift() ?? 200 })
  const send = withTokens(source, { serverUrl, secrets, fetch })
  const sendOne = (): Promise<Response> => send(...given({ method: 'POST', body: '{}', headers }))
  await sendOne()
  expect(learned).toEqual([])
  await sendOne()
  expect(learned).toContain('hush-1')
  expect(learned).not.toContain('application/json')
})
