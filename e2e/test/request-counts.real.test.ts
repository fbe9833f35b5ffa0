import { startMockServer } from '@fast-agent-auth/mock-server'
import { memoryTokenStore } from '@fast-agent-auth/token-store'
import { createAuth } from 'fast-agent-auth'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { agree } from '../../benchmarks/src/agree.ts'
import { countRequests } from '../../benchmarks/src/count-requests.ts'
import { observe, situations } from '../../benchmarks/src/sign-in.ts'
import { ours } from '../../benchmarks/src/sign-in-competitors.ts'
import { startServer } from '../../benchmarks/src/start-server.ts'

describe.each([
  ['on another origin', { separate: true }, 0],
  ['that is the server itself', {}, 1],
] as const)('before the authorization URL of a server %s', (_, options, index) => {
  it.each(situations)('$what waits for no more answers than it needs, and asks nothing twice', async (situation) => {
    const server = await startServer({ ...options, ...situation.server })
    onTestFinished(() => server.close())
    const { rounds, repeated } = await observe(ours, server.url, situation.past)
    expect({ rounds, repeated }).toEqual({ rounds: situation.rounds[index], repeated: 0 })
  })
})

it('a start with an expired token takes two requests, a refresh and the call', async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  onTestFinished(() => void vi.useRealTimers())
  const mock = await startMockServer()
  onTestFinished(() => mock.close())
  const options = { store: memoryTokenStore(), redirect: { port: 0 } }
  const openBrowser = async (url: URL): Promise<void> => void (await fetch(await agree(url)))
  await createAuth(mock.serverUrl, { ...options, openBrowser }).login()
  vi.setSystemTime(Date.now() + 7_200_000)
  mock.expireAccessTokens()

  const { fetch: counting, count } = countRequests()
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' })
  const headers = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' }
  const auth = createAuth(mock.serverUrl, { ...options, fetch: counting })
  const { status } = await auth.fetch(mock.serverUrl, { method: 'POST', headers, body })
  expect({ status, ...count() }).toEqual({ status: 200, requests: 2, rounds: 2, repeated: 0 })
})
