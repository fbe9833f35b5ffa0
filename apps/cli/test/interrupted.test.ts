import { memoryTokenStore, type TokenStore } from '@fast-agent-auth/token-store'
import { afterEach, expect, it, vi } from 'vitest'
import { eraseLine } from '../src/terminal/live-line.ts'
import { startMock, startSignedIn } from './support/servers.ts'
import { expire } from './support/tokens.ts'
import { type Finished, runHere } from './support/world.ts'

afterEach(() => void vi.unstubAllGlobals())

/** Calls a tool with a sign-in that must be renewed, and is interrupted when the request of that number is sent. */
async function callInterrupted(
  at: number,
): Promise<Finished & { readonly requests: number; readonly refreshed: boolean; readonly kept: boolean }> {
  const { mock, store } = await startSignedIn()
  await expire(store, mock.serverUrl)
  const interruption = new AbortController()
  const { fetch } = globalThis
  const sent: Promise<Response>[] = []
  vi.stubGlobal('fetch', (input: RequestInfo | URL, init?: RequestInit) => {
    if (sent.length + 1 === at) interruption.abort(new Error('Ctrl-C'))
    const answer = fetch(input, init)
    sent.push(answer)
    return answer
  })
  const argv = ['call', mock.serverUrl, 'echo', '{"message":"hello"}']
  const finished = await runHere(argv, { store, env: {}, signal: interruption.signal })
  // A request that the authorization server has got is still answered, and its tokens are stored.
  await Promise.allSettled(sent)
  const refreshed = mock.refreshTokens.length === 2
  const kept = await eventually(() => holds(store, mock.serverUrl, mock.refreshTokens.at(-1)?.value))
  vi.unstubAllGlobals()
  return { ...finished, requests: sent.length, refreshed, kept }
}

async function holds(store: TokenStore, url: string, refreshToken: string | undefined): Promise<boolean> {
  return JSON.parse((await store.get(`tokens:${url}`)) ?? '{}').tokens?.refreshToken === refreshToken
}

function eventually(happened: () => Promise<boolean>): Promise<boolean> {
  const check = vi.waitFor(async () => expect(await happened()).toBe(true), 60_000)
  return check.then(
    () => true,
    () => false,
  )
}

it('Ctrl-C at each request of call ends it with 130, prints no result and loses no sign-in', async () => {
  const whole = await callInterrupted(0)
  expect(whole).toMatchObject({ code: 0, refreshed: true, kept: true, stdout: expect.stringContaining('hello') })
  expect(whole.requests).toBeGreaterThan(3)
  const refreshed: number[] = []
  for (let at = 1; at <= whole.requests; at++) {
    const interrupted = await callInterrupted(at)
    const { code, stdout, stderr, kept } = interrupted
    expect([at, code, stdout, stderr, kept]).toEqual([at, 130, '', 'Interrupted.\n', true])
    if (interrupted.refreshed) refreshed.push(at)
  }
  // The refresh itself was under way at one of them.
  expect(refreshed).toContain(1)
})

it('Ctrl-C while call reads its arguments ends it with 130, and asks no server', async () => {
  const mock = await startMock()
  const interruption = new AbortController()
  const readAll = (): Promise<string> => {
    interruption.abort(new Error('Ctrl-C'))
    return new Promise(() => undefined)
  }
  const finished = await runHere(['call', mock.serverUrl, 'echo', '-'], {
    signal: interruption.signal,
    stdin: { readAll },
  })
  expect(finished).toMatchObject({ code: 130, stdout: '', stderr: 'Interrupted.\n' })
  expect(mock.requests).toEqual([])
})

it('Ctrl-C while call waits for a person ends it with 130 and stores nothing', async () => {
  const mock = await startMock()
  const store = memoryTokenStore()
  const interruption = new AbortController()
  const browser = async (): Promise<void> => interruption.abort(new Error('Ctrl-C'))
  const argv = ['call', mock.serverUrl, 'echo', '{}', '--no-browser']
  const finished = await runHere(argv, { store, browser, signal: interruption.signal })
  expect(finished).toMatchObject({ code: 130, stdout: '' })
  expect(finished.stderr).toMatch(/\nInterrupted\.\n$/)
  expect(await store.get(`tokens:${mock.serverUrl}`)).toBeUndefined()
})

it('Ctrl-C while clear waits for a revocation takes back what was said of the wait', async () => {
  const { mock, store } = await startSignedIn()
  const interruption = new AbortController()
  let answer = (): void => undefined
  const revoked = new Promise<Response>((resolve) => {
    answer = () => resolve(new Response())
  })
  mock.override.revoke = () => revoked
  const written: string[] = []
  const argv = ['clear', mock.serverUrl, '--yes']
  const write = (text: string): void => {
    written.push(text)
    if (text.includes('to revoke. Ctrl-C stops.')) interruption.abort(new Error('Ctrl-C'))
  }
  const screen = { isTTY: true, columns: 200, write }
  expect(await runHere(argv, { store, signal: interruption.signal, patience: 0, screen })).toMatchObject({ code: 130 })
  expect(written.slice(-2)).toEqual([eraseLine, '\nInterrupted.\n'])
  answer()
})
